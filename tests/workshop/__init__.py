"""The workshop: what editors do in the admin."""
