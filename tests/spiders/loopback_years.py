"""Sites with three years of articles, each behind another kind of list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.spiders.loopback import LoopbackSite, Reply, Story, now
from tests.spiders.loopback_parts import cards_of, listing_page, posts_answer, urlset

if TYPE_CHECKING:
    from tests.spiders.loopback import Handler


def archive_of_years(name: str, number: int, path: str) -> LoopbackSite:
    """Make a site of 36 months with 30 stories each, one of them at midnight of the month's first day."""
    site = LoopbackSite(name, number)
    for n in range(1080):
        month, position = divmod(n, 30)
        year, month = divmod(2022 * 12 + 9 - month, 12)
        story = Story.make(name, n, path.format(n=510000 + n), now=now())
        story.published = datetime(year, month + 1, 1, tzinfo=UTC) + timedelta(hours=22 * position)
        site.stories.append(story)
        site.pages[story.path] = Reply(story.html().encode())
    site.stories.sort(key=lambda story: story.published, reverse=True)
    return site


def years_of_posts() -> LoopbackSite:
    """Three years behind WordPress's API, which filters by date."""
    site = archive_of_years("posts", 51, "/{n}.html")

    def posts(query: dict[str, str]) -> Reply:
        clock = [(f"{story.published:%Y-%m-%dT%H:%M:%S}", story) for story in site.stories]
        chosen = [story for at, story in clock if query.get("after", "") < at < query.get("before", "9")]
        return posts_answer(site, chosen, query)

    site.pages["/wp-json/wp/v2/posts"] = posts
    site.declaration = """
    site = Site(hosts=("127.0.0.51",), timezone="UTC")
    rest_urls = ("{root}/wp-json/",)"""
    return site


def years_of_sitemaps() -> LoopbackSite:
    """Three years in sitemaps that are named by month."""
    site = archive_of_years("maps", 52, "/world/{n}-عنوان-الخبر")
    months = sorted({f"{story.published:%Y-%m}" for story in site.stories})
    site.pages["/sitemap.xml"] = lambda _: Reply(
        "<sitemapindex>{}</sitemapindex>".format(
            "".join(f"<sitemap><loc>{site.root}/sitemap-{month}.xml</loc></sitemap>" for month in months)
        ).encode(),
        "application/xml",
    )

    def part(month: str) -> Handler:
        own = [(story.path, story.changed) for story in site.stories if f"{story.published:%Y-%m}" == month]
        return lambda _: urlset(site, own)

    site.pages |= {f"/sitemap-{month}.xml": part(month) for month in months}
    site.declaration = """
    site = Site(hosts=("127.0.0.52",), timezone="UTC")
    sitemap_urls = ("{root}/sitemap.xml",)"""
    return site


def years_of_pages() -> LoopbackSite:
    """Three years in one section, forty articles a page, with a pinned article of today on each."""
    site = archive_of_years("pages", 53, "/sport/{n}.html")
    pinned = Story.make("pages", 9999, "/sport/599999.html", now=now())
    site.pages[pinned.path] = Reply(pinned.html().encode())

    def section(query: dict[str, str]) -> Reply:
        page = int(query.get("page", "1"))
        following = f'<a href="/sport?page={page + 1}">التالي</a>' if page * 40 < len(site.stories) else ""
        return listing_page(cards_of([pinned, *site.stories[(page - 1) * 40 : page * 40]]), following)

    site.pages["/sport"] = section
    site.declaration = """
    site = Site(hosts=("127.0.0.53",), timezone="UTC")
    listing_urls = ("{root}/sport",)"""
    return site


def years_of_scrolling() -> LoopbackSite:
    """Three years behind a page without end, whose cards print their day in Moroccan words and nothing else."""
    site = archive_of_years("scroll", 54, "/عنوان-خبر-{n}.html")
    months = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]

    def listing(query: dict[str, str]) -> Reply:
        first = (int(query.get("paged", "1")) - 1) * 40
        cards = "".join(
            f'<div class="card"><a href="{quote(story.path)}" title="{story.title}"></a><small class="text-muted time">'
            f"{story.published.day} {months[story.published.month - 1]} {story.published.year} - "
            f"{story.published:%H:%M}</small></div>"
            for story in site.stories[first : first + 40]
        )
        return Reply(f"<div>{cards}</div>".encode())

    site.pages["/"] = listing
    site.declaration = r"""
    site = Site(hosts=("127.0.0.54",), timezone="UTC", article_pattern=r"-\d+\.html$")
    listing_urls = ("{root}/?action=ajax_listing&paged=1",)"""
    return site
