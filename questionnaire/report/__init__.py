"""4. What the founder reads."""
