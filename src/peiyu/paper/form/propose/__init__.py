"""What each cell of a form means, proposed from its headers alone: no model, no guess that is not said."""
