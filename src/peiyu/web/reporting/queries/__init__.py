"""Every read of the superior's forms."""
