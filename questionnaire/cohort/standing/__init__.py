"""The cohort's page from two to a hundred thousand ventures: what may be seen, as one table."""
