"""Who gains and loses under other parameters, definitions or another text."""
