"""Where a form's tables are, and what stands above and beside each of their cells."""
