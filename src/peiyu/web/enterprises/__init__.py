"""The registry: enterprises, their facts, how these came in and go out."""
