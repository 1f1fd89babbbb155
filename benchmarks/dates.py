"""x"""
from datetime import datetime
from newscrawl.arabic.dates import parse_date, ParsedDate
def parse(raw, now, timezone):
    return parse_date(raw, now=now, timezone=timezone)
