"""What editors do with all of it."""
