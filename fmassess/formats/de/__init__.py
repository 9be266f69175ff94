"""German, as in 1. September 2026."""
