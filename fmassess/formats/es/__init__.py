"""Spanish, as in 1 de septiembre de 2026."""
