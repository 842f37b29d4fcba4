"""The pictures by which pages are shown where their addresses are shared (OpenGraph)."""
