"""Tests mirror the source, path for path; walks through the site are in tests/browser."""
