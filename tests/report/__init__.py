"""The report: narrative, charts, the seam to scoring, pages."""
