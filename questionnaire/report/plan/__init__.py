"""The action plan: what a venture makes of its reports' actions, and what it adds of its own."""
