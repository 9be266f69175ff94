"""Going on under a newer edition of the questions, and back; nothing of either is lost."""
