"""Pages of check-ups."""
