"""Read-only links to a report: making and ending them, opening one, and who opened what when."""
