"""Word documents as forms: their tables read as grids, filled in the bytes of the document part."""
