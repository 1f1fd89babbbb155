"""سكاي نيوز عربية (skynewsarabia.com), channel, UAE; a page takes 15 to 42 seconds. Facts of 2022-2026."""

from newscrawl.discovery.json_api import JsonApi
from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider

LATEST = "https://api.skynewsarabia.com//rest/v2/latest.json?nextPageToken={token}&pageSize=20&types=ARTICLE"


class SkynewsarabiaSpider(NewsSpider):
    """Sky News Arabia; its JSON API lists articles by token."""

    name = "skynewsarabia"
    site = Site(
        hosts=("skynewsarabia.com",),
        timezone="Asia/Dubai",
        article_pattern=r"^https?://(?:www\.)?skynewsarabia\.com/[a-z-]+/\d+-[^/?#]+",
        rules=SiteRules(
            title="h1.sna_content_heading",
            tags="div.article-tags.noprint h2",
        ),
    )
    json_apis = tuple(
        JsonApi(
            url=f"{LATEST}&defaultSectionId={section}",  # 2 the Middle East, 4 business; other numbers are not known
            items="contentItems",
            link="https://www.skynewsarabia.com{sectionUrl}/{id}-{urlFriendlySuffix}",
            title="headline",
            published="date",
            summary="summary",
            next_token="nextPageToken",  # noqa: S106 - a field's name
        )
        for section in (2, 4)
    )
    feed_urls = ("https://www.skynewsarabia.com/rss.xml", "https://www.skynewsarabia.com/rss/middle-east.xml")
    sitemap_urls = ("https://www.skynewsarabia.com/sitemap.xml",)
    custom_settings = {
        "DOWNLOAD_TIMEOUT": 180,  # seconds; the usual 60 are near what a page takes
    }
