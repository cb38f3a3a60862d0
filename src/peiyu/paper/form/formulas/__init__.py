"""The formulas of a form: which of them depend on cells that are filled, and what they come to."""
