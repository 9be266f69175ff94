"""The action plan."""
