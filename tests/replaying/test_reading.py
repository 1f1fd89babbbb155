"""What a worker makes of one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.archive.saved_pages import SavedRecord
from newscrawl.reading import finish
from newscrawl.replaying.reading import ReadingTask, may_be_arabic, read_task

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = (
    "<h1>افتتاح مكتبة عمومية في حي الزهور</h1>"
    "<p>افتتح رئيس البلدية صباح الاثنين مكتبة عمومية في حي الزهور، بعد أشغال دامت سنتين كاملتين في بناية قديمة.</p>"
    "<p>وتضم المكتبة عشرين ألف كتاب وقاعة للأطفال وأخرى للمحاضرات، وتفتح أبوابها كل يوم من الثامنة إلى المساء.</p>"
    "<p>وقال مدير المكتبة إن الإعارة مجانية لجميع سكان الحي، وإن دروسا في القراءة ستنظم خلال العطلة المقبلة.</p>"
)
FRENCH = (
    "<h1>Ouverture d'une bibliothèque dans le quartier</h1>"
    "<p>Le maire a ouvert lundi matin une bibliothèque publique, après deux ans de travaux dans un ancien bâtiment.</p>"
    "<p>Elle compte vingt mille livres, une salle pour les enfants et une autre où se tiendront des conférences.</p>"
    "<p>Selon son directeur, le prêt est gratuit pour tous les habitants, et des cours auront lieu pendant l'été.</p>"
)


@pytest.mark.parametrize(
    ("content", "may"),
    [
        (ARABIC.encode(), True),
        (ARABIC.encode("cp1256"), True),
        (ARABIC.encode("utf-16"), True),
        ("".join(f"&#{ord(letter)};" for letter in ARABIC).encode(), True),
        (ARABIC.encode("ascii", "backslashreplace"), True),
        (FRENCH.encode(), False),
        (f"{FRENCH}<a>العربية</a>".encode(), False),
        (b"", False),
    ],
)
def test_pages_without_arabic_letters_are_told_quickly(content: bytes, may: bool) -> None:
    assert may_be_arabic(content) is may


def test_only_pages_in_the_languages_asked_for(tmp_path: Path) -> None:
    for name, body in (("ar", ARABIC), ("fr", FRENCH)):
        (tmp_path / name).write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
        task = ReadingTask(SavedRecord(tmp_path / name, f"https://a.test/{name}"), learned={"a.test": ()})
        read = read_task(task)
        assert [(page.article.language, page.article.reject) for page in read.pages] == [(name, None)]
        assert read.pages[0].fingerprint is not None
        only = read_task(ReadingTask(task.record, learned=task.learned, only=frozenset({"ar"})))
        assert (len(only.pages), only.passed) == ((1, 0) if name == "ar" else (0, 1))


def test_a_page_of_a_site_whose_lines_are_not_given_is_left_unfinished(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(f"<html><body><article>{ARABIC}<p>اترك رد</p></article></body></html>")
    (page,) = read_task(ReadingTask(SavedRecord(tmp_path / "x.html", "https://a.test/1"))).pages
    assert page.unknown_site == "a.test"
    assert not page.article.removals
    finished = finish(page.article, learned={"a.test": ()})
    assert finished.unknown_site is None
    assert finished.fingerprint is not None
