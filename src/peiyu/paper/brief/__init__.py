"""Briefs whose numbers are locked: written as Word documents, checked after people have edited them."""
