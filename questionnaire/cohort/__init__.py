"""5. What accelerators see."""
