"""The workshop's registrations, in flow order."""
