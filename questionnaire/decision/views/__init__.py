"""The founder's way to a decision: the walk, writing it down, and its record."""
