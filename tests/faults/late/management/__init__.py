"""A command of the late app."""
