"""Turkmen."""
