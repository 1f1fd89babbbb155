"""Scrapy commands of the project; `newscrawl` on the command line is `scrapy` with the project's settings."""

from __future__ import annotations

import os

from scrapy.cmdline import execute


def main() -> None:
    """Run a Scrapy command with newscrawl's settings, from any folder."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    execute()
