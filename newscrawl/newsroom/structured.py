"""Machine-readable heads of the pages: meta tags, and JSON-LD that is good, broken or absent."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from newscrawl.newsroom.addresses import section_url
from newscrawl.newsroom.fragments import image_url

if TYPE_CHECKING:
    from newscrawl.newsroom.papers import Paper
    from newscrawl.newsroom.printings import Printing


def page_meta(paper: Paper, title: str, url: str, description: str) -> str:
    """Print the Open Graph and description tags of any page."""
    return "\n".join(
        [
            f'<meta name="description" content="{escape(description)}">',
            f'<link rel="canonical" href="{url}">',
            '<meta property="og:locale" content="ar_AR">',
            f'<meta property="og:title" content="{escape(title)}">',
            f'<meta property="og:description" content="{escape(description)}">',
            f'<meta property="og:url" content="{url}">',
            f'<meta property="og:site_name" content="{escape(paper.name)}">',
        ]
    )


def article_meta(printing: Printing, *, dates: bool = True, suffix: str = "") -> str:
    """Print an article's meta tags; `suffix` is the masthead that some systems add to og:title."""
    lines = [
        page_meta(printing.paper, printing.title + suffix, printing.url, printing.summary),
        '<meta property="og:type" content="article">',
        f'<meta property="og:image" content="{image_url(printing)}">',
        '<meta name="twitter:card" content="summary_large_image">',
    ]
    if dates:
        published, modified = printing.published_aware(), printing.modified_aware()
        lines.append(f'<meta property="article:published_time" content="{published.isoformat()}">')
        lines.append(f'<meta property="article:modified_time" content="{modified.isoformat()}">')
        lines.append(f'<meta property="article:section" content="{printing.section_label}">')
        lines.extend(f'<meta property="article:tag" content="{escape(tag)}">' for tag in printing.story.tags)
    return "\n".join(lines)


def _news_article(printing: Printing) -> dict[str, Any]:
    author = printing.byline or printing.paper.name
    return {
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": printing.url},
        "headline": printing.title,
        "description": printing.summary,
        "image": {"@type": "ImageObject", "url": image_url(printing), "width": 1200, "height": 675},
        "datePublished": printing.published_aware().isoformat(),
        "dateModified": printing.modified_aware().isoformat(),
        "author": {"@type": "Person" if printing.byline else "Organization", "name": author},
        "publisher": _publisher(printing.paper),
        "articleSection": printing.section_label,
        "keywords": list(printing.story.tags),
        "inLanguage": "ar",
    }


def _publisher(paper: Paper) -> dict[str, Any]:
    logo = {"@type": "ImageObject", "url": f"{paper.base}/media/logo.png"}
    return {"@type": "NewsMediaOrganization", "name": paper.name, "logo": logo}


def _script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def jsonld_good(printing: Printing) -> str:
    """Print one sound NewsArticle and its breadcrumbs."""
    article = {"@context": "https://schema.org", **_news_article(printing)}
    steps = (
        (printing.paper.name, f"{printing.paper.base}/"),
        (printing.section_label, section_url(printing.paper, printing.story.section)),
    )
    crumbs = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, start=1)
        ],
    }
    return _script(_dump(article)) + "\n" + _script(_dump(crumbs))


def jsonld_graph(printing: Printing, body: str) -> str:
    """Print a `@graph` whose article carries its body as one flat line, and a web page as old as the site."""
    page = {
        "@type": "WebPage",
        "@id": printing.url,
        "url": printing.url,
        "datePublished": "2014-03-01T00:00:00+02:00",
        "isPartOf": {"@type": "WebSite", "name": printing.paper.name, "url": printing.paper.base},
    }
    article = {**_news_article(printing), "articleBody": body}
    return _script(_dump({"@context": "https://schema.org", "@graph": [page, article]}))


def jsonld_broken(printing: Printing) -> str:
    """Print a NewsArticle as hand-made templates do: raw line ends inside strings and a comma too many."""
    text = json.dumps({"@context": "https://schema.org", **_news_article(printing)}, ensure_ascii=False, indent=2)
    summary = json.dumps(printing.summary, ensure_ascii=False)
    torn = summary[:-1].replace("، ", "،\n", 2) + '\n"'
    return _script(text.replace(f'"description": {summary}', f'"description": {torn}').removesuffix("\n}") + ",\n}")


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
