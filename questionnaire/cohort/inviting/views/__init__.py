"""The manager's pages of a cohort, and a founder's way into it."""
