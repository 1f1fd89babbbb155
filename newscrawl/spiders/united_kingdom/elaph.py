"""إيلاف (elaph.com), daily, UK; a firewall that wants a browser's TLS; 660,000 URLs in its sitemaps. Facts of 2026."""

from newscrawl.discovery.json_api import JsonApi
from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class ElaphSpider(NewsSpider):
    """Elaph; its JSON API lists a section by page number."""

    name = "elaph"
    site = Site(
        hosts=("elaph.com",),
        timezone="Europe/London",
        article_pattern=r"^https?://elaph\.com/Web/[A-Za-z]+/\d{4}/\d{1,2}/\d+\.html$",
        rules=SiteRules(title="h1.article-title", body="div.content-body p"),
    )
    json_apis = (
        JsonApi(
            url="https://api.elaph.com/v2/web/com/marticles/index/economics/{page}",
            items="data",
            link="https://elaph.com{PostingURL}",
            published="RelativeTime",  # seconds since 1970, in spite of its name
        ),
    )
    sitemap_urls = ("https://elaph.com/sitemaps/allsitemaps.xml",)
