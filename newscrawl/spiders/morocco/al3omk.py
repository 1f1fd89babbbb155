"""العمق المغربي (al3omk.com), daily, Morocco; the id is the whole path of an article. Facts of 2022-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Al3omkSpider(NewsSpider):
    """Al3omk; WordPress. `eco.` and `fr.` are sub-sites."""

    name = "al3omk"
    site = Site(
        hosts=("al3omk.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:[a-z]+\.)?al3omk\.com/\d+\.html$",
        rules=SiteRules(
            title=".post-title, h1.title-single",
            body=".post-body > p, .post_content",
            section=".post-cat > a",
            date=".post-date, span.timePost",
        ),
    )
    feed_urls = ("https://al3omk.com/feed",)
