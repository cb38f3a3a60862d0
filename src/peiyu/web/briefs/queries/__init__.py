"""Every read of briefs."""
