"""The straight line without Scrapy: extract → clean → strip → date → validate, a function of an Article each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.arabic import apply_repairs, choose_dates, clean_text, repair_lost_letters, strip_boilerplate
from newscrawl.discovery.hints import add_hints
from newscrawl.extraction import extract_fragment, extract_page, extract_text, parse_page
from newscrawl.items import Article, DateCandidate, NotAnArticle, Reject
from newscrawl.sites import Site, for_url
from newscrawl.urls import normalize_url, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from newscrawl.discovery.links import Link


def process(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    content_type: str | None = None,
    site: Site | None = None,
) -> Article:
    """Turn one page into a finished article: extracted, cleaned, stripped and dated.

    `fetched_at` (aware) is the clock for relative dates and for refusing dates in the future; without it such dates are
    not told. `timezone` (IANA) is the zone of the clock that the site prints; without it the declared site's zone
    counts, and where none is known a clock stays naive. `site` defaults to the declaration that owns the URL's host.
    Raises NotAnArticle with the reason where the page holds no article.
    """
    site = site or for_url(url)
    page = parse_page(html, url, content_type=content_type)
    article = extract_page(page, rules=site.rules if site else None, refine=site.refine if site else None)
    return finish(article, site=site, fetched_at=fetched_at, timezone=timezone)


def process_text(text: bytes | str, url: str, *, fetched_at: datetime | None = None) -> Article:
    """Turn saved plain text (the first line is the headline) into a finished article; raises NotAnArticle."""
    return finish(extract_text(text, url), fetched_at=fetched_at)


def read(
    content: bytes,
    url: str,
    *,
    fetched_at: datetime | None,
    site: Site | None,
    content_type: str | None = None,
    last_modified: str | None = None,
    is_text: bool = False,
    link: Link | None = None,
) -> Article:
    """Read one fetched or saved page for the later stations, with what its announcement (`link`) said of it.

    A page that holds no article comes as one that is marked as a reject with the reason. `is_text`: plain text, whose
    first line is the headline.
    """
    try:
        if is_text:
            article = extract_text(content, url)
        else:
            page = parse_page(content, url, content_type=content_type)
            article = extract_page(page, rules=site.rules if site else None, refine=site.refine if site else None)
    except NotAnArticle as error:
        article = Article(normalize_url(url), reject=Reject(error.reason, error.detail))
    if last_modified:
        article.dates.append(DateCandidate(last_modified, "http:last-modified", role="modified"))
    return _announced(article, link, site=site, fetched_at=fetched_at)


def read_post(link: Link, *, fetched_at: datetime | None, site: Site | None) -> Article:
    """Read an article out of an API's answer that holds its text; one without text comes marked as a reject."""
    try:
        article = extract_fragment(link.text or "", title=link.title, url=link.url)
    except NotAnArticle as error:
        article = Article(link.url, reject=Reject(error.reason, error.detail))
    return _announced(article, link, site=site, fetched_at=fetched_at)


def _announced(article: Article, link: Link | None, *, site: Site | None, fetched_at: datetime | None) -> Article:
    article.site = site_name(article.url, site)
    article.fetched_at = fetched_at
    if link is not None:
        add_hints(article, link)
    return article


def finish(
    article: Article,
    *,
    site: Site | None = None,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    learned: Collection[str] = (),
) -> Article:
    """Take an extracted article through all later stations; raises NotAnArticle where one refuses it."""
    article.site = article.site or site_name(article.url, site)
    article.fetched_at = article.fetched_at or fetched_at
    clean(article)
    strip(article, learned=learned)
    date(article, timezone=timezone or (site.timezone if site else None))
    validate(article)
    if article.reject is not None:
        raise NotAnArticle(article.reject.reason, article.reject.detail)
    return article


def site_name(url: str, site: Site | None) -> str | None:
    """Give the declared site's name, else the registrable domain; None for a page without an address."""
    return (site.name or site.hosts[0]) if site else registrable_domain(url) or None


def clean(article: Article) -> None:
    """Repair and regularise the text of every field, in place."""
    article.title = _clean_line(article.title)
    article.summary = _clean_line(article.summary)
    article.byline = _clean_line(article.byline)
    article.section = _clean_line(article.section)
    article.authors = _clean_list(article.authors)
    article.tags = _clean_list(article.tags)
    article.witnesses = _clean_list(article.witnesses)
    if article.body:
        lines = (line.strip() for line in clean_text(article.body).split("\n"))
        article.body = "\n".join(line for line in lines if line)


def strip(article: Article, *, learned: Collection[str] = ()) -> None:
    """Take boilerplate, sign-offs and the dateline out of the body, then restore lost letters; both are recorded.

    `learned` holds the keys (`learned_boilerplate.line_key`) of lines that are known boilerplate of the article's site.
    """
    if not article.body:
        return
    stripped = strip_boilerplate(
        article.paragraphs,
        title=article.title,
        summary=article.summary,
        byline=article.byline,
        site_name=article.site,
        learned=learned,
    )
    article.removals += stripped.removals
    article.unlearned = stripped.unlearned
    article.agencies = list(dict.fromkeys([*article.agencies, *stripped.agencies]))
    article.dateline = article.dateline or stripped.dateline
    article.byline = article.byline or stripped.byline
    article.is_partial = article.is_partial or any(removal.kind == "paywall" for removal in stripped.removals)
    if stripped.published_raw and all(stripped.published_raw not in found.raw for found in article.dates):
        article.dates.append(DateCandidate(stripped.published_raw, "text", role="published", inside_article=True))
    repairs = repair_lost_letters(stripped.kept, title=article.title, witnesses=article.witnesses)
    article.repairs += repairs
    article.body = "\n".join(apply_repairs(stripped.kept, repairs)) or None


def date(article: Article, *, timezone: str | None = None) -> None:
    """Choose the publication and modification time among the candidates, with a note on each."""
    if article.published is not None:
        return
    if article.dateline:
        article.dates.append(DateCandidate(article.dateline, "dateline", role="published", inside_article=True))
    chosen = choose_dates(article.dates, now=article.fetched_at, timezone=timezone)
    article.published = chosen.published
    article.published_raw = chosen.published_raw
    article.published_precision = chosen.published_precision
    article.published_source = chosen.published_source
    article.modified = chosen.modified
    article.date_notes = chosen.notes


def validate(article: Article, *, languages: Collection[str] = ()) -> None:
    """Mark an article that lacks a title or a body, or is in none of `languages` (all are welcome when empty)."""
    if article.reject is not None:
        return
    if not article.body:
        detail = f"{len(article.removals)} lines were boilerplate" if article.removals else "no paragraph was found"
        article.reject = Reject("no-body", detail)
    elif not article.title:
        article.reject = Reject("no-title", "no headline was found")
    elif languages and article.language and article.language not in languages:
        article.reject = Reject("wrong-language", f"the text is in {article.language}")


def _clean_line(text: str | None) -> str | None:
    return " ".join(clean_text(text).split()) or None if text else None


def _clean_list(values: list[str]) -> list[str]:
    return list(dict.fromkeys(text for value in values if (text := _clean_line(value))))
