"""Answering apart: each member on a sheet of their own, then the disagreements, settled one by one."""
