"""What a later stage puts into an earlier stage's pages."""
