"""The dated way up: levers, projection, search, the nearest of a fact base."""
