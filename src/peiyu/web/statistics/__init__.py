"""The analyses that the documents ask for, stored and shown."""
