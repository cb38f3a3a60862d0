"""Pages of the superior's forms."""
