"""Forms on which the rules were tuned."""
