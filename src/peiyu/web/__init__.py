"""The Django application: thin pages over the library (docs/explanation/web.md)."""
