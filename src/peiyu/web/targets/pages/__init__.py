"""Pages of targets: the table, a line and its records, gaps by household, closings, allocations."""
