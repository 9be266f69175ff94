"""2. What a founder answered, and which question comes next."""
