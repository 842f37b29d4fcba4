"""The register of sessions: which are public, of which day, and what about, kept by each process."""
