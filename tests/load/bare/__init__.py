"""What Django itself costs, to measure pages against: a bare view and a bare page.

The same gunicorn and database as the portal's.  BARE=view: no middleware, no query, no template.
BARE=page: the middleware of a new Django project, one indexed query of 85 rows, a template of 10 KB.
"""
