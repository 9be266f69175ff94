"""The founder's side of a cohort: what is shared with its accelerator, and leaving it."""
