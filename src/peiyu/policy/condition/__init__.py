"""The little language of conditions: grammar, parsing, resolution of names, units, canonical printing."""
