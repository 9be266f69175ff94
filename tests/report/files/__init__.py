"""The files of a report, read back by other programs than those that wrote them."""
