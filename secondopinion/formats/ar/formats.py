"""Arabic days and numbers: 24 نوفمبر 2026, 1.5. E is the month's other name in Django: أبريل, not إبريل."""

DATE_FORMAT = "j E Y"
YEAR_MONTH_FORMAT = "E Y"
MONTH_DAY_FORMAT = "j E"
DECIMAL_SEPARATOR = "."  # as everywhere beside digits from 0 to 9
THOUSAND_SEPARATOR = ","
