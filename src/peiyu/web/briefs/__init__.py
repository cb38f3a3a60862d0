"""Briefs: composed from frozen figures, checked, signed, issued."""
