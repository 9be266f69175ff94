"""What an accelerator may see, as a table: its truth, its pages, its files."""
