"""Background work that survives being killed."""
