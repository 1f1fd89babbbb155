"""The truth is sound: enough articles, real prose, no two alike, copies that lead to their originals."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime

import pytest

from newscrawl.newsroom.damage import damaged
from newscrawl.newsroom.papers import PAPERS
from newscrawl.newsroom.printings import printings
from newscrawl.newsroom.stories import Block, stories
from newscrawl.newsroom.truth import TrueArticle, true_articles
from newscrawl.urls import normalize_url

ARTICLES = true_articles()
ORIGINALS = [article for article in ARTICLES if article.kind == "original"]
COPIES = [article for article in ARTICLES if article.kind == "copy"]


def _shingles(article: TrueArticle) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", article.body)
    return set(zip(words, words[1:], words[2:], strict=False))


def test_there_are_enough_articles_and_copies() -> None:
    assert len(ORIGINALS) >= 60
    assert len(COPIES) >= 8
    assert {article.site for article in ORIGINALS} == {paper.key for paper in PAPERS}


def test_urls_and_titles_are_unique_and_urls_normal() -> None:
    urls = [article.url for article in ARTICLES]
    titles = [article.title for article in ORIGINALS]
    assert len(set(urls)) == len(urls)
    assert len(set(titles)) == len(titles)
    assert [normalize_url(url) for url in urls] == urls


def test_paragraphs_are_clean_prose() -> None:
    for article in ARTICLES:
        assert len(article.paragraphs) >= 2, article.url
        assert len(article.body.split()) >= 50, article.title
        for paragraph in article.paragraphs:
            assert paragraph == " ".join(paragraph.split()), paragraph
            assert paragraph, article.url
            assert not re.search(
                "\u0640(?!«)|[\u200b-\u200f\ufeff\u00a0\u06cc\u06a9\ufb50-\ufdff\ufe70-\ufefc&<>]", paragraph
            )
            assert re.search("[\u0621-\u064a]", paragraph)
            assert not re.search(r"lorem|ipsum|نص تجريبي", paragraph, re.IGNORECASE)


def test_quotation_marks_pair() -> None:
    for article in ARTICLES:
        for paragraph in article.paragraphs:
            marks = "".join(re.findall("[“”«»]", paragraph))
            assert re.fullmatch("(“”|«»)*", marks), paragraph
            assert paragraph.count('"') % 2 == 0


def test_no_two_originals_share_a_text_but_briefs_and_formulas() -> None:
    """Formula items of one family may share their frame; nothing else shares more than a phrase or two."""
    families = ("sahil-weather", "sahil-telegram", "manara-gold-rates")
    shingles = {article.story: _shingles(article) for article in ORIGINALS}
    for one in ORIGINALS:
        for other in ORIGINALS:
            if one.story >= other.story or other.url == one.part_of or one.url == other.part_of:
                continue
            if any(one.story.startswith(family) and other.story.startswith(family) for family in families):
                continue
            shared = len(shingles[one.story] & shingles[other.story])
            assert shared <= 0.04 * min(len(shingles[one.story]), len(shingles[other.story])), (one.story, other.story)


def test_copies_share_their_text_with_the_original() -> None:
    by_url = {article.url: article for article in ARTICLES}
    for copy in COPIES:
        assert copy.copy_of is not None
        original = by_url[copy.copy_of]
        assert original.kind == "original"
        assert original.site != copy.site
        assert _day(copy) >= _day(original)
        one, other = _shingles(copy), _shingles(original)
        assert len(one & other) / len(one | other) > 0.6


def _day(article: TrueArticle) -> date:
    return article.published.date() if isinstance(article.published, datetime) else article.published


def test_briefs_are_part_of_a_longer_article() -> None:
    by_url = {article.url: article for article in ARTICLES}
    briefs = [article for article in ARTICLES if article.part_of]
    assert briefs
    for brief in briefs:
        assert brief.part_of is not None
        assert set(brief.paragraphs) < set(by_url[brief.part_of].paragraphs)


def test_dates_are_aware_where_the_paper_has_a_zone() -> None:
    kinds: Counter[str] = Counter()
    for article in ARTICLES:
        if not isinstance(article.published, datetime):
            kinds["day"] += 1
        else:
            kinds["aware" if article.published.tzinfo else "naive"] += 1
    assert kinds["aware"] == sum(1 for article in ARTICLES if article.site != "madina")
    assert kinds["day"] >= 2
    assert kinds["naive"] >= 2


def test_agencies_are_known_ids() -> None:
    assert {agency for article in ARTICLES for agency in article.agencies} == {"MAP", "AFP", "REUTERS", "APS", "QNA"}


def test_the_second_edition_updates_one_article() -> None:
    before = {article.url: article for article in ARTICLES}
    after = {article.url: article for article in true_articles(2)}
    assert set(before) == set(after)
    changed = [url for url in before if before[url] != after[url]]
    assert len(changed) == 1
    updated = after[changed[0]]
    assert updated.is_updated
    assert updated.modified is not None
    assert updated.title == before[changed[0]].title
    assert len(updated.paragraphs) > len(before[changed[0]].paragraphs)


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="no edition 3"):
        printings(3)


def test_every_named_damage_changes_its_story() -> None:
    for story in stories():
        for fault in story.damage:
            assert damaged(story.blocks, [fault]) != list(story.blocks), (story.id, fault)


def test_damage_in_examples() -> None:
    cases = [
        ("torn_damma", "وتعقد اللجنة اجتماعا", "وت عقد اللجنة اجتماعا"),
        ("lost_first_letter", "أعلنت الإدارة", "علنت الإدارة"),
        ("reversed_quotes", "قال “نعم” ومضى", "قال ”نعم“ ومضى"),
        ("mismatched_quotes", "قال “نعم” ومضى", "قال ‘نعم” ومضى"),
        ("spaces_before", "قال، ثم مضى", "قال ، ثم مضى"),
        ("entities", 'قال "نعم"', "قال &quot;نعم&quot;"),
        ("tatweel", "لتفتح بابا", "لت\u0640\u0640\u0640فتح بابا"),
    ]
    for fault, before, after in cases:
        assert damaged([Block(before)], [fault])[0].text == after
