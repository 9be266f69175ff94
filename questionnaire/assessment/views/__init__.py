"""The founder's pages: find what is visible, read a form, do one thing, show a page."""
