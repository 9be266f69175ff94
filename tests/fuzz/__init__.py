"""Hostile input to every form, to the JSON API and to every file that is read in."""
