"""What was withdrawn stays withdrawn."""
