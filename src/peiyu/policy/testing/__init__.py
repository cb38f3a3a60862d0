"""Cases of packs, and generated packs and facts on which engines are compared."""
