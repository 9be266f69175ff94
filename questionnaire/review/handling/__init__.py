"""One venture's reviews together: its state, what is asked of founders, what is released."""
