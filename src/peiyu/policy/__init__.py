"""What is decided: conditions, packs, verdicts, engines, explanations, paths (docs/explanation/library.md)."""
