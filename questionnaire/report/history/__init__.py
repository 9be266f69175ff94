"""Every revision that a venture sent, and what changed between any two."""
