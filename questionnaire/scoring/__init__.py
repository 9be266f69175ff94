"""3. What answers mean: plain Python, standard library only, no Django."""
