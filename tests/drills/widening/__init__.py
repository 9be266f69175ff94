"""An app whose migrations widen the table of answers, as those of a later version will."""
