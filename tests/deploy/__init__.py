"""What deploys: that its files agree with each other, and that their steps work."""
