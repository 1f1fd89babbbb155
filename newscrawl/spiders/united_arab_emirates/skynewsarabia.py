"""سكاي نيوز عربية (skynewsarabia.com), channel, UAE; a page takes 15 to 42 seconds. Facts of 2022-2026."""


from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class SkynewsarabiaSpider(NewsSpider):
    """Sky News Arabia; its JSON API lists articles by token."""

    name = "skynewsarabia"
    site = Site(
        hosts=("skynewsarabia.com",),
        timezone="Asia/Dubai",
        article_pattern=r"^https?://(?:www\.)?skynewsarabia\.com/[a-z-]+/\d+-[^/?#]+",
        rules=SiteRules(
            title="h1.sna_content_heading",
            body="div.article-body #firstBodyDiv > p",
            tags="div.article-tags.noprint h2",
        ),
    )
    feed_urls = ("https://www.skynewsarabia.com/rss.xml", "https://www.skynewsarabia.com/rss/middle-east.xml")
    sitemap_urls = ("https://www.skynewsarabia.com/sitemap.xml",)
    custom_settings = {
        "DOWNLOAD_TIMEOUT": 180,  # seconds; the usual 60 are near what a page takes
    }
