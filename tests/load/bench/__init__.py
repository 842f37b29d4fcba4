"""`make bench`: what the portal costs at the size of the whole world; see docs/performance.md."""
