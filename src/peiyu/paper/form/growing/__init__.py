"""Rows put into a blank form where a list needs more than it has: in the style of the blank's own row."""
