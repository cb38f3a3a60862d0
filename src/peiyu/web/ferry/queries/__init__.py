"""Every read of packages."""
