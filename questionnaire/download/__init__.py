"""Everything about a venture, to take along: for machines, and for reading."""
