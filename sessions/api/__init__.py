"""The open record: everything published, as JSON, for programs.  See docs/api.md."""
