"""Records files come in: `read` turns files into dataclasses, `write` turns those into rows.

docs/records.md describes the format.
"""
