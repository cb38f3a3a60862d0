"""Every write of readings, closings and allocations."""
