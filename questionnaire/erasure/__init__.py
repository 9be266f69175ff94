"""What was erased or withdrawn, remembered outside of the backups: none brings it back."""
