"""Every write of the superior's forms."""
