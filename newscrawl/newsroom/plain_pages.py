"""Pages that are no articles and must never become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from newscrawl.newsroom import structured
from newscrawl.newsroom.fragments import template
from newscrawl.newsroom.frames import framed
from newscrawl.newsroom.papers import BY_KEY

Kind = Literal["about", "contact", "video", "gallery", "placeholder", "guestbook", "terms"]


@dataclass(frozen=True, slots=True)
class PlainPage:
    """One page without an article."""

    paper: str
    """Key of the paper."""
    path: str
    kind: Kind
    """Also the name of its template part."""
    title: str

    @property
    def url(self) -> str:
        """Absolute URL; an Arabic path stands in it as it is."""
        return BY_KEY[self.paper].base + self.path


PLAIN_PAGES: Final[tuple[PlainPage, ...]] = (
    PlainPage("shati", "/about/", "about", "من نحن"),
    PlainPage("shati", "/contact/", "contact", "اتصل بنا"),
    PlainPage("shati", "/video/", "video", "فيديو"),
    PlainPage("jabal", "/about", "about", "عن الجريدة"),
    PlainPage("jabal", "/video/harvest-day", "video", "بالفيديو: يوم القطاف في الجرد"),
    PlainPage("jabal", "/local/خبر-قيد-التحرير-29990", "placeholder", "خبر قيد التحرير"),
    PlainPage("sahil", "/ar/about", "about", "عن الوكالة"),
    PlainPage("sahil", "/ar/contact", "contact", "اتصل بنا"),
    PlainPage("sahil", "/ar/gallery/77", "gallery", "معرض صور: الساحل في أسبوع"),
    PlainPage("madina", "/index.php?page=about", "about", "من نحن"),
    PlainPage("madina", "/index.php?page=guestbook", "guestbook", "سجل الزوار"),
    PlainPage("manara", "/about", "about", "من نحن"),
    PlainPage("manara", "/privacy", "terms", "سياسة الخصوصية"),
    PlainPage("manara", "/terms", "terms", "الشروط والأحكام"),
)
"""Pages that hold no article; two of them (a placeholder, a gallery) stand among the articles of a feed or sitemap."""

GONE_URLS: Final = (
    "http://manarat-alyawm.test/News/2025/11/7/خبر-حذف-من-الموقع/20001",
    "http://wakalat-alsahil.test/ar/news/20002",
)
"""Addresses that a sitemap still names: the first answers 404, the second 410."""


def plain_page(page: PlainPage) -> str:
    """Print a page that is no article in its paper's frame."""
    paper = BY_KEY[page.paper]
    main = template(f"parts/{page.kind}.html").substitute(title=page.title, paper_name=paper.name)
    meta = structured.page_meta(paper, page.title, page.url, f"{page.title} - {paper.name}")
    return framed(paper, main, title=page.title, body_class="page", meta=meta)
