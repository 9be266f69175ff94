"""The bank: seeds, rows, lint, publishing."""
