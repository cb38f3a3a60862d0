"""How an upload becomes facts: its states, its staged rows, whose they are, which records, what they change."""
