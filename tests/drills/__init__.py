"""`./run drill NAME`: one case of docs/reliability at full size, its figures printed."""
