"""A page per enterprise, as HTML and as a Word document, and the index that finds them."""
