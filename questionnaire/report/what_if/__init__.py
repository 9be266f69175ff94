"""What if an answer were another: the result beside the real one, and scenarios kept of it."""
