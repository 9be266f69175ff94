"""What was taken back since a backup was made."""
