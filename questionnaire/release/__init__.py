"""What exactly is opened: the release plan, what follows from it, and its drafts and files."""
