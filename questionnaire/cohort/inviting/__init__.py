"""A cohort's settings, who is invited into it, how a founder joins, and reminders."""
