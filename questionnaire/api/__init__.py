"""What programs read: an accelerator's cohorts as JSON, by an access token."""
