"""German times say their zone, as in 1. September 2026, 13:05 UTC."""

DATETIME_FORMAT = "j. F Y, H:i T"
