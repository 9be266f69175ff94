"""What keeps the site in order by itself: retention, backups, and whether both have run."""
