"""What it adds up: indicators and targets of a territory's pack over a fact base, and what others build on them."""
