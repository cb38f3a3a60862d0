"""Every entity and field that facts may have: their words, units, suppliers and levers."""
