"""Who acts and who may: actors, roles, the rules of access and their engine. Values only; no table, no page."""
