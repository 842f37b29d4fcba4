"""Every version of every row of the record: written with each change, read, compared, put back."""
