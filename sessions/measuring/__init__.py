"""How well texts are read: texts with the right answers beside them, and the figures (docs/from-a-text.md)."""
