"""The rules of the repository, held by tests."""
