"""Django's SQLite with a queue before the one lock that writers take."""
