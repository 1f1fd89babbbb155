"""What a spider needs whose `start` gives items, not requests: turns for the event loop, and an end that comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.task import deferLater

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


async def breathe() -> None:
    """Let the event loop have its turn."""
    from twisted.internet import reactor  # noqa: PLC0415 - Scrapy installs it before a spider runs

    await maybe_deferred_to_future(deferLater(reactor, 0))


def end_if_idle(crawler: Crawler) -> None:
    """Let a crawl end that was stopped while an item of `start` was in the pipelines; to be called now and then.

    Scrapy 2.19 then waits for the scraper to be idle, but looks whether it is only when a response was scraped, and so
    would wait for ever.
    """
    engine = crawler.engine
    slot = engine.scraper.slot if engine is not None else None
    if engine is not None and slot is not None and slot.closing is not None and not slot.closing.called:
        engine.scraper._check_if_closing()
