"""Imported once by the process that workers are forked from, so that each begins with sites and lexicons loaded."""

from contextlib import suppress

from newscrawl.items import NotAnArticle
from newscrawl.line import process

with suppress(NotAnArticle):
    process("<html><head><title>خبر</title></head><body><p>نص الخبر</p></body></html>", "https://newscrawl.invalid/1")
