"""What is decided: conditions, packs, verdicts, engines, explanations, paths, simulations (docs/explanation/library.md)."""
