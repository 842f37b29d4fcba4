"""The language of searching: words, questions, and what both databases are asked.  No records here."""
