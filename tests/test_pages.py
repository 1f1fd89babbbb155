"""Every saved page of tests/pages through the extractor, against the article written beside it.

A page is bytes in its site's own encoding; the JSON beside it holds its address, the server's content type, and either
the expected article or the reason why there is none. `NEWSCRAWL_UPDATE_PAGES=1 pytest tests/test_pages.py` rewrites the
JSON from the HTML; a person reads that diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extraction import extract
from newscrawl.items import NotAnArticle

PAGES = sorted((Path(__file__).parent / "pages").glob("*/*.html"))
FIELDS = ("title", "summary", "byline", "authors", "section", "tags", "language", "source_url", "is_partial")


def read(page: Path, url: str, content_type: str) -> dict[str, Any]:
    """Give what the extractor makes of a page, in the JSON's own keys."""
    try:
        article = extract(page.read_bytes(), url, content_type=content_type)
    except NotAnArticle as error:
        return {"reason": error.reason}
    found: dict[str, Any] = {name: getattr(article, name) for name in FIELDS}
    found["body"] = article.paragraphs
    found["article_url"] = article.url
    found["dates"] = [[candidate.source, candidate.raw] for candidate in article.dates if candidate.source != "url"]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_page(page: Path) -> None:
    beside = page.with_suffix(".json")
    expected = json.loads(beside.read_text(encoding="utf-8"))
    url, content_type = expected.pop("url"), expected.pop("content_type")
    found = read(page, url, content_type)
    if os.environ.get("NEWSCRAWL_UPDATE_PAGES"):
        whole = {"url": url, "content_type": content_type, **found}
        beside.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    assert {key: found.get(key) for key in expected} == expected


def test_pages_are_many_and_complete() -> None:
    assert len(PAGES) >= 55
    for page in PAGES:
        expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        assert expected.get("reason") or (expected["title"] and expected["body"])
