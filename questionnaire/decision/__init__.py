"""What the founder decides: the walk in seven steps, the record, and what reopens it."""
