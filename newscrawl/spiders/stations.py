"""The stations that a worker process may do in the place of the pipelines, and what is left to do with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.utils.misc import load_object

from newscrawl.extensions.crawl_log import archive_of
from newscrawl.pipelines.clean import CleanPipeline
from newscrawl.pipelines.dates import DatesPipeline
from newscrawl.pipelines.strip import StripPipeline
from newscrawl.pipelines.validate import ValidatePipeline
from newscrawl.reading import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newscrawl.items import Article
    from newscrawl.reading import PageRead

STATIONS: Final = (CleanPipeline, StripPipeline, DatesPipeline, ValidatePipeline)


def line_of(settings: BaseSettings) -> dict[Any, int]:
    """Give the pipelines of a crawl, loaded, with their places."""
    return {
        load_object(name): place for name, place in settings.getwithbase("ITEM_PIPELINES").items() if place is not None
    }


def may_be_done_elsewhere(line: dict[Any, int]) -> bool:
    """Tell whether all stations may be done by other processes.

    They may not where a pipeline of somebody's own stands before the last of them, which is to see what it always saw.
    """
    last = max((line[station] for station in STATIONS if station in line), default=0)
    own = [name for name, place in line.items() if place <= last and name not in STATIONS]
    return not own and all(station in line for station in STATIONS)


def settle(
    page: PageRead,
    crawler: Crawler,
    *,
    learned: Callable[[str], Collection[str]],
    languages: Collection[str],
) -> Article:
    """Give the article that another process read, and do what that could not: count, and hand over its fingerprint."""
    if page.unknown_site is not None:
        site = page.unknown_site
        page = finish(page.article, learned={site: learned(site)}, languages=languages)
    for name, count in page.counts.items():
        if count:
            crawler.stats.inc_value(f"newscrawl/{name}", count)
    article = page.article
    if page.fingerprint is not None and article.body:
        archive_of(crawler).index.expect(page.fingerprint, article.body, title=article.title)
    return article
