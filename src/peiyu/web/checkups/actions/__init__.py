"""Every write of check-ups and follow-ups."""
