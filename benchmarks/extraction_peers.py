"""The extractors that people use today, each as a function of (html bytes, url); runs in the peers' own environment.

`python extraction_peers.py cpu PAGES.json` prints each extractor's CPU on each page over that of the bare lxml parse.
Each peer is imported where it is called, so that one that fails does not take the others along.
"""

# ruff: noqa: ARG001 - every extractor is called with page and address

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import lxml.html

if TYPE_CHECKING:
    from collections.abc import Callable

    Found = dict[str, Any] | None
    Extractor = Callable[[bytes, str], Found]

ROUNDS = 7
_state: dict[str, Any] = {}


def _decoded(html: bytes) -> str:
    return html.decode("utf-8", "replace")


def trafilatura_default(html: bytes, url: str) -> Found:
    return _trafilatura(html, url)


def trafilatura_precision(html: bytes, url: str) -> Found:
    return _trafilatura(html, url, favor_precision=True)


def trafilatura_fast(html: bytes, url: str) -> Found:
    return _trafilatura(html, url, fast=True)


def _trafilatura(html: bytes, url: str, **options: bool) -> Found:
    found = import_module("trafilatura").bare_extraction(
        html, url=url, include_comments=False, with_metadata=True, **options
    )
    return {"title": found.title, "body": found.text} if found else None


def newspaper4k(html: bytes, url: str) -> Found:
    article = import_module("newspaper").Article(url, language="ar", fetch_images=False)
    article.download(input_html=_decoded(html))
    article.parse()
    return {"title": article.title, "body": article.text}


def goose3(html: bytes, url: str) -> Found:
    if "goose" not in _state:
        stopwords = import_module("goose3.text").StopWordsArabic
        _state["goose"] = import_module("goose3").Goose({"stopwords_class": stopwords, "enable_image_fetching": False})
    article = _state["goose"].extract(raw_html=_decoded(html))
    return {"title": article.title, "body": article.cleaned_text}


def readability(html: bytes, url: str) -> Found:
    document = import_module("readability").Document(_decoded(html))
    tree: Any = lxml.html.fromstring(document.summary())
    for element in tree.iter("p", "div", "br", "li", "h2", "h3", "td"):
        element.tail = "\n" + (element.tail or "")
    return {"title": document.short_title(), "body": tree.text_content()}


def justext(html: bytes, url: str) -> Found:
    library = import_module("justext")
    if "stoplist" not in _state:
        _state["stoplist"] = library.get_stoplist("Arabic")
    paragraphs = library.justext(html, _state["stoplist"])
    return {"title": None, "body": "\n".join(part.text for part in paragraphs if not part.is_boilerplate)}


def resiliparse(html: bytes, url: str) -> Found:
    html2text = import_module("resiliparse.extract.html2text")
    return {"title": None, "body": html2text.extract_plain_text(_decoded(html), main_content=True, alt_texts=False)}


EXTRACTORS: dict[str, Extractor] = {
    "trafilatura": trafilatura_default,
    "trafilatura precision": trafilatura_precision,
    "trafilatura fast": trafilatura_fast,
    "newspaper4k": newspaper4k,
    "goose3": goose3,
    "readability-lxml": readability,
    "jusText": justext,
    "resiliparse": resiliparse,
}
"""The names under which the peers are printed."""


def cpu_seconds(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median CPU time of `run`, garbage collection on, the first round not counted."""
    taken = []
    for _ in range(rounds + 1):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return median(taken[1:])


def cpu_ratios(extractors: dict[str, Extractor], pages: list[tuple[bytes, str]]) -> dict[str, list[float]]:
    """Give for each extractor its CPU time on each page as a multiple of the lxml parse of the same page."""
    ratios: dict[str, list[float]] = {name: [] for name in extractors}
    for html, url in pages:
        text = _decoded(html)
        bare = cpu_seconds(lambda text=text: lxml.html.document_fromstring(text), 15)  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        for name, extractor in extractors.items():

            def attempt(extractor: Extractor = extractor, html: bytes = html, url: str = url) -> None:
                # A page that an extractor refuses costs what it costs.
                try:
                    extractor(html, url)
                except ValueError:
                    return

            ratios[name].append(cpu_seconds(attempt) / bare)
    return ratios


if __name__ == "__main__":
    # Extraction alone is timed: trafilatura looks for dates and names in passes of their own.
    _state["metadata"] = False
    manifest = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps(cpu_ratios(EXTRACTORS, [(Path(file).read_bytes(), url) for file, url in manifest])))
