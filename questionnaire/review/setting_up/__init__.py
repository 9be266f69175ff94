"""What a cohort's reviews are made by: the rubric, aliases, and the names of decisions."""
