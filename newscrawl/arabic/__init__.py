"""The language: text repair, boilerplate, agencies, datelines, dates; what it knows lies in `lexicons/`."""

from newscrawl.arabic.boilerplate import Stripped, rebuild, strip_boilerplate
from newscrawl.arabic.date_evidence import choose_dates
from newscrawl.arabic.dates import ParsedDate, parse_date
from newscrawl.arabic.fold import fold
from newscrawl.arabic.language import detect_language
from newscrawl.arabic.lost_letters import apply_repairs, repair_lost_letters, undo_repairs
from newscrawl.arabic.repair import clean_text

__all__ = [
    "ParsedDate",
    "Stripped",
    "apply_repairs",
    "choose_dates",
    "clean_text",
    "detect_language",
    "fold",
    "parse_date",
    "rebuild",
    "repair_lost_letters",
    "strip_boilerplate",
    "undo_repairs",
]
