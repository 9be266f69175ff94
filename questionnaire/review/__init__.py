"""6. What reviewers of an accelerator make of what was disclosed, and what it decides by that."""
