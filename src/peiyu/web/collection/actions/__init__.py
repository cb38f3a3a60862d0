"""Every write of collection."""
