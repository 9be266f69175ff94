"""What all reviews of a cohort come to, and decisions applied together."""
