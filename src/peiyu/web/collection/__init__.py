"""收表: collection rounds, from the notice to the closing."""
