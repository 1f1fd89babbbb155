"""HTML → Article fields: structured data, metadata, body text."""

from newscrawl.extraction.extract import extract, extract_fragment, extract_page, extract_text
from newscrawl.extraction.page import Page, parse_page

__all__ = ["Page", "extract", "extract_fragment", "extract_page", "extract_text", "parse_page"]
