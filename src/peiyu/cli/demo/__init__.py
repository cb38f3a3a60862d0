"""The ledger that the package carries for the demonstration: made up, and says so."""
