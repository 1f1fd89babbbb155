"""Lines that a site's own articles show to be its boilerplate."""

from __future__ import annotations

from newscrawl.arabic.learned_boilerplate import (
    EDGE_LINES,
    MIN_ARTICLES,
    MIN_DAYS,
    LineStats,
    is_boilerplate,
    learned_lines,
    line_key,
    line_observations,
)

PROMO = "جريدتكم الأولى دائما في خدمة القراء الأوفياء"


def stats(spots: list[tuple[str, int]], days: int) -> LineStats:
    """Count one article a spot, spread over so many days."""
    counts = LineStats()
    for number, (place, offset) in enumerate(spots):
        counts.add(place, offset, f"2024-05-{1 + number % days:02}")  # type: ignore[arg-type]  # a place as it is parametrised
    return counts


def test_enough_articles_on_enough_days_at_one_place() -> None:
    assert is_boilerplate(stats([("tail", 0)] * MIN_ARTICLES, MIN_DAYS))
    assert is_boilerplate(stats([("head", 1)] * MIN_ARTICLES, MIN_DAYS))


def test_one_article_or_one_day_too_few() -> None:
    assert not is_boilerplate(stats([("tail", 0)] * (MIN_ARTICLES - 1), MIN_DAYS))
    assert not is_boilerplate(stats([("tail", 0)] * (3 * MIN_ARTICLES), MIN_DAYS - 1))


def test_a_place_that_wanders() -> None:
    assert is_boilerplate(stats([("tail", 0), ("tail", 1)] * MIN_ARTICLES, MIN_DAYS))
    assert not is_boilerplate(stats([("tail", 0), ("tail", 3)] * MIN_ARTICLES, MIN_DAYS))


def test_a_line_seen_amid_the_prose() -> None:
    assert not is_boilerplate(stats([("tail", 0)] * (5 * MIN_ARTICLES) + [("body", 0)], MIN_DAYS))


def test_an_article_gives_few_lines_at_each_end() -> None:
    paragraphs = [f"فقرة فريدة عن الموضوع {number} من المقال" for number in range(40)]
    observations = line_observations(paragraphs)
    assert len(observations) == 2 * EDGE_LINES
    assert [(seen.place, seen.offset) for seen in observations[:EDGE_LINES]] == [("head", n) for n in range(EDGE_LINES)]
    assert observations[-1].offset == 0
    assert observations[-1].line == line_key(paragraphs[-1])


def test_a_known_line_amid_the_prose_is_reported() -> None:
    paragraphs = [f"فقرة فريدة عن الموضوع {number} من المقال" for number in range(20)]
    paragraphs[9] = PROMO
    key = line_key(PROMO)
    assert key is not None
    assert not any(seen.line == key for seen in line_observations(paragraphs))
    assert [seen.place for seen in line_observations(paragraphs, known={key}) if seen.line == key] == ["body"]


def test_spelling_and_signs_do_not_count() -> None:
    assert line_key(PROMO) == line_key("* جريدتُكم الأولى دائماً في خدمة القرّاء الأوفياء!")
    assert line_key(PROMO) != line_key("جريدتكم الأولى دائما في خدمة القراء")


def test_what_is_never_learned() -> None:
    assert line_key("قال الوزير: «سنواصل العمل حتى النهاية مهما كانت الظروف»") is None
    assert line_key("“العدل أساس الملك وعماد الأمم”") is None
    assert line_key("12") is None
    assert line_key("***") is None
    assert line_key("كلمة " * 100) is None


def test_rows_of_the_archive_give_the_keys() -> None:
    promo, other = line_key(PROMO), line_key("سطر آخر لا يتكرر كثيرا")
    assert promo is not None
    assert other is not None
    rows = [(promo, "tail", 0, f"2024-05-{day:02}", 4) for day in range(1, 6)]
    rows += [(other, "tail", 0, f"2024-05-{day:02}", 1) for day in range(1, 6)]
    assert learned_lines(rows) == {promo}  # type: ignore[arg-type]  # rows as SQLite gives them
