"""Who reviews which venture: by person, or by a rule that is shown before it is applied."""
