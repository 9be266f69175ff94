"""Links to a report."""
