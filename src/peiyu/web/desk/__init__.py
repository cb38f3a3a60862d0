"""Home, the living document, dossiers, my work, the progress page: composes, owns no table."""
