"""What was erased stays erased."""
