"""A founder's way into a cohort."""
