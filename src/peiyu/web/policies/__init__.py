"""Packs as texts: drafts, definitions, release, evaluations, what-if."""
