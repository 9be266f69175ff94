"""Inviting into cohorts."""
