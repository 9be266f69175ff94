"""1. What we ask: content, its seeds, its lint, and its editions."""
