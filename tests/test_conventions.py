"""Conventions of the tree: who may import Scrapy, who may know the sample site, and what a lexicon looks like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newscrawl.newsroom.papers import PAPERS

PACKAGE = Path(__file__).resolve().parents[1] / "newscrawl"
PURE = (
    "arabic",
    "archive",
    "dedup",
    "discovery",
    "extraction",
    "newsroom",
    "exporting",
    "reporting",
    "browsing",
    "watching",
)
SAMPLE = (PACKAGE / "newsroom", PACKAGE / "spiders" / "newsroom.py")


def sources(*suffixes: str) -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in suffixes and "__pycache__" not in path.parts)


@pytest.mark.parametrize("folder", PURE)
def test_knowledge_imports_no_scrapy(folder: str) -> None:
    files = sorted((PACKAGE / folder).rglob("*.py"))
    assert files
    offenders = [
        str(path) for path in files if re.search(r"^\s*(?:from|import) scrapy\b", path.read_text(), re.MULTILINE)
    ]
    assert offenders == []


def test_nothing_else_knows_the_sample_site() -> None:
    words = ["newsroom", *(paper.host.removesuffix(".test") for paper in PAPERS), *(paper.name for paper in PAPERS)]
    # A paper's name may be ordinary words (`الجبل`): only whole names of two words are told apart from prose.
    names = [word for word in words if " " in word or word.isascii()]
    assert len(names) > len(PAPERS)
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in sources(".py", ".tsv", ".toml", ".json", ".html")
        if not any(path == own or own in path.parents for own in SAMPLE)
        for name in names
        if name in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_no_class_name_of_the_sample_site_is_known_elsewhere() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "newsroom").rglob("*.html")))
    classes = {name for value in re.findall(r'class="([^"$]+)"', pages) for name in value.split()}
    own = {
        name
        for name in classes
        if any(word in name for word in ("shati", "jabal", "sahil", "waha", "madina", "manara"))
    }
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((PACKAGE / "extraction").rglob("*"))
        if path.is_file() and path.suffix in (".py", ".tsv")
    )
    assert sorted(name for name in own if name in text) == []


@pytest.mark.parametrize("path", sources(".tsv"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_lexicon_says_where_it_was_seen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#"), "a lexicon begins with a comment on what it holds and where that was seen"
    assert text.endswith("\n")


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in sources(".py") if not path.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert silent == []
