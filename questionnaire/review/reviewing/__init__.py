"""A reviewer's own way: the queue, and one review beside the report as disclosed."""
