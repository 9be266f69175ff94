"""What they do: a column more in the table that every save writes, and a table filled."""
