"""هسبريس (hespress.com), daily, Morocco; own WordPress theme, sections scroll without end. Facts of 2020-2026.

Cloudflare refused US data centres in 2026 and answered from Paris. The `ajax_listing` address is what the page itself
asks for while it scrolls: ten cards a page, 40,000 pages deep in 2025.
"""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class HespressSpider(NewsSpider):
    """Hespress, Arabic edition; `fr.` and `en.` are other papers, and put the id first."""

    name = "hespress"
    site = Site(
        hosts=("hespress.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?hespress\.com/(?:[^/?#]+-\d+|[a-z-]+/\d+)\.html$",
        rules=SiteRules(
            title="h1.post-title",
            body="div.article-content > p, #article_body",
            byline="span.author a",
            section="ol.breadcrumb li.breadcrumb-item:nth-child(2), .breadcrumb > li:last-child",
            tags="section.box-tags a.tag_post_tag",
            date="span.date-post",
        ),
    )
    feed_urls = ("https://www.hespress.com/feed",)
    sitemap_urls = ("https://www.hespress.com/sitemap.xml",)
    listing_urls = ("https://www.hespress.com/?action=ajax_listing&paged=1",)
