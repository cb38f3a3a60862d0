"""Every write of packages."""
