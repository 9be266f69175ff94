"""Django's SQLite, but for how a large table is widened."""
