"""Accelerators as tenants."""
