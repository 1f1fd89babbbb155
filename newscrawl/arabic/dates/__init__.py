"""Arabic dates: `parse_date` reads what a page prints, and says None where it cannot be told."""

from newscrawl.arabic.dates.model import ParsedDate
from newscrawl.arabic.dates.reading import parse_date

__all__ = ["ParsedDate", "parse_date"]
