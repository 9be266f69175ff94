"""The founder's answers."""
