"""How a target stands: what was due, what is there, its pace and the rule that gave it."""
