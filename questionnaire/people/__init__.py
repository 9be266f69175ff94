"""Who is here: users, ventures, accelerators, and the one actor behind a request."""
