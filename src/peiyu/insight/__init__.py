"""What it adds up: indicators and targets of a territory's pack, counted over a fact base; what others build on them."""
