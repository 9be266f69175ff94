"""An app whose migrations come late: to a database that is in use."""
