"""Every read of collection."""
