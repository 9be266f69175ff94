"""The project: settings, addresses, server entry."""

__version__ = "0.1.0"
"""Also in pyproject.toml and at the head of CHANGELOG.md; a test holds them together."""
