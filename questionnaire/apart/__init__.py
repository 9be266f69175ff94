"""Answering apart: each member on a sheet of their own, then what they disagree on, settled."""
