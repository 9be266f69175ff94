"""Writing invitations and reminders, which the worker does."""
