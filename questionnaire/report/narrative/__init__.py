"""The report in words: a scorecard and an edition's texts in, plain page values out; no Django."""
