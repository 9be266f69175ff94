"""What was erased, remembered outside of the backups, so that no restored backup brings it back."""
