"""The staff's door: a password, then a code from a telephone; what is refused, and what is logged."""
