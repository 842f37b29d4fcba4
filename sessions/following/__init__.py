"""Following by mail: what can be followed, the letters, and how each is sent once."""
