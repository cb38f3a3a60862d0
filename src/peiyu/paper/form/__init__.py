"""The superior's blank form: opened as a grid, mapped by its headers, filled in place, compared when it comes back."""
