"""Files that people bring: kept by their hash, limited in kind and size, given out with safe headers."""
