"""Moments and numbers as Django's own pages write them, where its formats are another language's."""
