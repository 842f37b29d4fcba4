"""A made-up record of the size of the whole world's, to measure with: `python -m tests.load.world`.

Nothing in it is a record of anything: names and words are made of syllables, from a seed.
"""
