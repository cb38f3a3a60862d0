"""How well and how fast policy documents are read: `python -m bench.reading` scores it on the labelled corpus."""
