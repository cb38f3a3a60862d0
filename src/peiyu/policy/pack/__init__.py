"""A policy pack: its model, its loading from YAML, its checks."""
