"""The release plan: what exactly is opened, under which licence, and what follows; rules only."""
