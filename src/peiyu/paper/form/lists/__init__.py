"""Tables of a form whose rows are enterprises: what their columns want, which list they want, their rows filled."""
