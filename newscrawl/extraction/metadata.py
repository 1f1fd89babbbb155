"""What the head of a page says: Open Graph, meta tags, canonical address, and the JSON-LD article."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from newscrawl.extraction.jsonld import find_article, read_jsonld, text_of
from newscrawl.extraction.text import collapse
from newscrawl.urls import is_http_url, normalize_url, same_site

if TYPE_CHECKING:
    from newscrawl.extraction.outline import Outline

_MAX_TAGS: Final = 30
_LONGEST_TAG: Final = 80
_TAG_SEPARATORS: Final = re.compile(r"\s*[,،;؛|]\s*")
_HEAD_BLOCKS: Final = 40
# A trail of links in one line: «الرئيسية > أخبار > …».
_TRAIL: Final = re.compile(
    r"(?:الرئيسية|الصفحة الرئيسية)\s{0,3}[>»›/|«:\-]\s{0,3}([^>»›/|«:\n]{2,40}?)\s{0,3}(?:[>»›/|«]|$)"
)
_FILED: Final = re.compile(r"(?:القسم|التصنيف|الباب|نشر في قسم|category)\s{0,2}:\s{0,2}([^:،,|/]{2,30})", re.IGNORECASE)
"""A row of the imprint: «القسم: صحة»."""
_DESCRIPTIONS: Final = (
    "description",
    "og:description",
    "twitter:description",
    "dc.description",
    "sailthru.description",
)
_IMAGES: Final = ("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail")


class Metadata:
    """The head of one page, read lazily from its outline."""

    def __init__(self, outline: Outline, url: str) -> None:
        self.outline = outline
        self.url = url
        self.own_url = normalize_url(url)
        self.metas: dict[str, str] = {}
        for name, content in outline.metas:
            self.metas.setdefault(name, content)
        self.objects: list[dict[str, Any]] = read_jsonld(outline.jsonld)
        self.article: dict[str, Any] = find_article(self.objects, (self.metas.get("og:title"), outline.title))

    def get(self, *names: str) -> str | None:
        """Give the first of these meta tags that has a text."""
        for name in names:
            value = self.metas.get(name)
            if value and (text := collapse(unescape(value) if "&" in value else value)):
                return text
        return None

    def stated_titles(self) -> list[str]:
        """Titles that the head gives, surest first; they may carry the site's name."""
        found = [
            text_of(self.article.get("headline")),
            self.get("og:title"),
            self.get("twitter:title"),
            self.outline.title or None,
            self.get("title", "dc.title", "headline"),
        ]
        return [title for title in found if title]

    def site_name(self) -> str | None:
        """The outlet's own name."""
        return self.get("og:site_name", "application-name") or text_of(self.article.get("publisher"))

    def descriptions(self) -> list[str]:
        """Summaries of the article given by the head, each once."""
        found = [self.get(name) for name in _DESCRIPTIONS]
        found.append(text_of(self.article.get("description")))
        return list(dict.fromkeys(text for text in found if text))

    def article_body(self) -> str | None:
        """The text that JSON-LD gives of the article: a witness, not the body."""
        body = self.article.get("articleBody")
        return body if isinstance(body, str) and body.strip() else None

    def section(self) -> str | None:
        """The outlet's own category: as the head names it, by the breadcrumbs, or by a link beside the headline."""
        stated = text_of(self.article.get("articleSection")) or self.get("article:section", "section", "category")
        if stated:
            return stated
        for entry in self.objects:
            if entry.get("@type") == "BreadcrumbList" and isinstance(entry.get("itemListElement"), list):
                names = [
                    text_of(item.get("item")) or text_of(item)
                    for item in entry["itemListElement"]
                    if isinstance(item, dict)
                ]
                inner = [
                    name
                    for name in names[1:3]
                    if name and name not in self.stated_titles() and not name.startswith("http")
                ]
                if inner:
                    return inner[0]
        found = [text for kind, text in self.outline.filed_under if kind == "section" and len(text) <= _LONGEST_TAG]
        head = [block.text for block in self.outline.blocks[:_HEAD_BLOCKS] if len(block.text) <= _LONGEST_TAG]
        found += [named[1] for text in head if (named := _TRAIL.match(text) or _FILED.fullmatch(text))]
        return found[0] if found else None

    def tags(self) -> list[str]:
        """Keywords of the article, each once, in the page's order."""
        found = [content for name, content in self.outline.metas if name == "article:tag"]
        keywords = self.article.get("keywords")
        if isinstance(keywords, str):
            found.append(keywords)
        elif isinstance(keywords, list):
            found.extend(word for word in keywords if isinstance(word, str))
        if not found:
            found = [text.lstrip("#") for kind, text in self.outline.filed_under if kind == "tags"]
        if not found:
            found = [words] if (words := self.get("news_keywords")) else self._own_keywords()
        split = (collapse(unescape(tag)) for text in found for tag in _TAG_SEPARATORS.split(text))
        return [tag for tag in dict.fromkeys(split) if tag and len(tag) <= _LONGEST_TAG][:_MAX_TAGS]

    def _own_keywords(self) -> list[str]:
        """Give `<meta name="keywords">` unless it is the outlet's for all its pages, or only the headline in pieces."""
        words = self.get("keywords")
        if not words:
            return []
        parts = [collapse(part) for part in _TAG_SEPARATORS.split(words)]
        title = self.outline.title
        outlet = {self.site_name(), *re.split(r"\s[-|\u2013»:]\s", title)}
        if outlet.intersection(parts) or (len(parts) > 3 and all(" " not in part and part in title for part in parts)):
            return []
        return [words]

    def image_url(self) -> str | None:
        """The article's picture, as an absolute URL."""
        found = self.get(*_IMAGES)
        if found is None:
            image = self.article.get("image")
            if isinstance(image, list):
                image = image[0] if image else None
            found = image if isinstance(image, str) else text_of(image.get("url")) if isinstance(image, dict) else None
        return self.absolute(found)

    def canonical(self) -> str | None:
        """The address that the page gives for itself, absolute and normalised."""
        for rel, href in self.outline.links:
            if rel == "canonical":
                if href == self.url:
                    return self.own_url
                if address := self.absolute(href):
                    return normalize_url(address)
        stated = self.get("og:url")
        if stated == self.url:
            return self.own_url
        address = self.absolute(stated)
        return normalize_url(address) if address else None

    def addresses(self) -> tuple[str, str | None]:
        """Give the article's URL and, where the page names a canonical one on a foreign host, that one."""
        own = self.own_url
        canonical = self.canonical()
        if canonical is None or canonical == own:
            return own, None
        if not is_http_url(own):
            return own, canonical
        if same_site(canonical, own):
            return (own if _is_front_page(canonical) and not _is_front_page(own) else canonical), None
        return own, canonical

    def absolute(self, address: str | None) -> str | None:
        """Resolve an address of the page; None where that gives no http URL."""
        if not address:
            return None
        try:
            joined = urljoin(self.url, address.strip())
        except ValueError:
            return None
        return joined if is_http_url(joined) else None


def _is_front_page(url: str) -> bool:
    return url.partition("://")[2].rstrip("/").count("/") == 0 and "?" not in url
