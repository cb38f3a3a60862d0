"""Counts every indicator of a programme over a fact base, and opens each figure to its records."""
