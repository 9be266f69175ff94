"""Who belongs to a venture."""
