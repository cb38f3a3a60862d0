"""Check-ups of the registry or of a list, and what was done about them."""
