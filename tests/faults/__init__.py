"""Real server processes that are killed, databases that go away, and wires that are cut."""
