"""Cohorts: what is disclosed, and who may look."""
