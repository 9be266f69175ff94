"""Retention, backups, figures."""
