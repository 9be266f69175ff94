"""`./run soak`: the whole product for minutes, people at work, and one fault after another."""
