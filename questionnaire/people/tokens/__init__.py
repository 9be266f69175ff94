"""Access tokens: how programs of an accelerator read its cohorts."""
