"""Spreadsheets as ministries send them: read, understood, tried and written, all or nothing.

The first half (`reading`, `headings`) turns files into cells of text and never touches the ORM; the
second (`resource` and the kinds) turns cells into rows by way of django-import-export.
"""
