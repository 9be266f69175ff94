"""Spanish times say their zone, as in 1 de septiembre de 2026, 13:05 UTC."""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i T"
