"""摆渡: signed packages between networks that do not meet."""
