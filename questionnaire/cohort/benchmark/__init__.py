"""How a venture stands beside the others of its cohort, told to the venture itself."""
