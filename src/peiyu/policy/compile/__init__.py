"""A pack and dates to a Binding (bind), a Binding to a Plan (lower)."""
