"""موزاييك أف أم (mosaiquefm.net), radio, Tunisia; only AMP pages have their text. Facts of 2022-2026, feed unproved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider

if TYPE_CHECKING:
    from scrapy import Request

    from newscrawl.discovery.links import Link


class MosaiquefmSpider(NewsSpider):
    """Mosaique FM, Arabic edition; its plain pages are drawn by scripts, `/amp/ar/…` holds the same article."""

    name = "mosaiquefm"
    site = Site(
        hosts=("mosaiquefm.net/ar", "mosaiquefm.net/amp/ar"),
        timezone="Africa/Tunis",
        article_pattern=r"^https?://www\.mosaiquefm\.net/(?:amp/)?ar/[^/]+/\d+/[^/?#]+",
    )
    feed_urls = ("https://www.mosaiquefm.net/ar/rss",)

    def article_request(self, url: str, *, link: Link | None = None) -> Request:
        """Ask for the AMP page in the plain one's place."""
        return super().article_request(url.replace(".net/ar/", ".net/amp/ar/", 1), link=link)
