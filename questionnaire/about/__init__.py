"""What the site says of itself: what it keeps of people, and for whom it can be used."""
