"""English dates in the order that nobody can misread, and a clock of 24 hours with its zone."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j F Y, H:i T"
TIME_FORMAT = "H:i"
