"""decode_html and restore_double_encoding: what the bytes are, against what the page says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.charset import decode_html, restore_double_encoding
from newscrawl.arabic.double_encoding import misread

if TYPE_CHECKING:
    from pathlib import Path

PROSE = (
    "أعلنت وزارة التربية الوطنية، يوم الاثنين، عن مواعيد الامتحانات المدرسية؛ وقال الوزير إن الاستعدادات جارية. "
    "وأضاف أن التلاميذ سيجدون القاعات جاهزة، فهل تكفي المدة المتبقية؟"
)
PAGE = f"<html><head><title>خبر</title></head><body><p>{PROSE}</p></body></html>"
FRENCH = "<html><p>Le ministère a annoncé à l'été une mesure très attendue : élèves, façade, forêt, où.</p></html>"
RUSSIAN = "<html><p>Министр сообщил журналистам, что переговоры состоятся в понедельник в столице.</p></html>"

DECLARATIONS = [
    None,
    "text/html",
    *(f"text/html; charset={name}" for name in ("utf-8", "windows-1256", "ISO-8859-1", "windows-1252", "bogus")),
]


@pytest.mark.parametrize("content_type", DECLARATIONS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6"])
def test_arabic_is_read_whatever_is_declared(encoding: str, content_type: str | None) -> None:
    assert decode_html(PAGE.encode(encoding), content_type=content_type) == (PAGE, encoding)


@pytest.mark.parametrize("meta", ["windows-1256", "iso-8859-6", "utf-8", "windows-1251", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6"])
def test_a_wrong_meta_tag_loses_against_the_bytes(encoding: str, meta: str) -> None:
    page = f'<html><head><meta charset="{meta}"></head><body>{PROSE}</body></html>'
    assert decode_html(page.encode(encoding)) == (page, encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_and_marks(encoding: str) -> None:
    feed = f'<?xml version="1.0" encoding="UTF-16"?><rss><title>{PROSE}</title></rss>'
    text, name = decode_html(feed.encode(encoding))
    assert text == feed
    assert name.startswith("utf-" + encoding.split("-")[1])


def test_a_headline_without_the_article_is_still_arabic() -> None:
    assert decode_html("<p>خبر عاجل جدا</p>".encode("cp1256")) == ("<p>خبر عاجل جدا</p>", "cp1256")


def test_broken_utf_8_stays_utf_8() -> None:
    body = PAGE.encode()
    cut = body[: body.index("الوزير".encode()) + 3]
    assert decode_html(cut)[1] == "utf-8"
    assert decode_html(body + b"\xe9\xff") == (PAGE + "\ufffd\ufffd", "utf-8")
    # The broken place may come after any length of plain markup.
    late = b"<i></i>" * 20_000 + body + b"\xc7"
    assert decode_html(late, content_type="text/html; charset=utf-8") == (late.decode("utf-8", "replace"), "utf-8")


def test_other_languages_keep_their_encoding() -> None:
    assert decode_html(FRENCH.encode("cp1252")) == (FRENCH, "cp1252")
    assert decode_html(FRENCH.encode("cp1252"), content_type="text/html; charset=iso-8859-1")[0] == FRENCH
    assert decode_html(RUSSIAN.encode("cp1251"), content_type="text/html; charset=windows-1251") == (RUSSIAN, "cp1251")
    assert decode_html(RUSSIAN.encode("cp1251"))[0] == RUSSIAN


def test_plain_ascii_and_nothing() -> None:
    assert decode_html(b"") == ("", "utf-8")
    assert decode_html(b"<p>&#1582;</p>", content_type="text/html; charset=windows-1256") == ("<p>&#1582;</p>", "utf-8")


MIXED = f"{PAGE} “اقتباس” – l'été 2024… 👏 «نعم»"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1256"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_double_encoding_is_undone(encoding: str, times: int) -> None:
    text = MIXED
    for _ in range(times):
        text = misread(text, encoding)
    assert text != MIXED
    assert restore_double_encoding(text) == MIXED
    assert decode_html(text.encode()) == (MIXED, "utf-8")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1256"])
def test_a_page_damaged_in_part_is_restored_in_part(encoding: str) -> None:
    good = "وهذا سطر سليم فقط، وآخر قال“نعم”… ثم انتهى؟ §"
    assert restore_double_encoding(good + misread(PROSE, encoding) + good) == good + PROSE + good


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "المادة § 12 من القانون فقط§ والفقرة ط§ الثانية",
        "Øresund og § 5, Ø§ er ikke arabisk",
        "تظهر الحروف هكذا: Ø§Ù„ وتسمى هذه الظاهرة تشوه الترميز في صفحات الويب القديمة",
        "تظهر الحروف هكذا: ط§ظ„ وتسمى هذه الظاهرة تشوه الترميز في صفحات الويب القديمة",
        "",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert restore_double_encoding(text) == text


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-7", "idna", "hex", "windows-1256", "utf-16", "punycode", "x\u0000"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_text(body: bytes, charset: str) -> None:
    text, name = decode_html(body, content_type=f"text/html; charset={charset}")
    assert isinstance(text, str)
    assert name


@given(st.text(alphabet="طظعغآâØÙÃ§¢£ˆ„،“ ال\u200c\u00a0\ud800", max_size=60))
@settings(max_examples=200, deadline=None)
def test_restoring_never_fails(text: str) -> None:
    assert isinstance(restore_double_encoding(text), str)


def test_real_pages(corpus: Path) -> None:
    raw = (corpus / "listings" / "elbilad__home_raw.html").read_bytes()
    assert decode_html(raw)[0] == (corpus / "listings" / "elbilad__home_restored.html").read_text(encoding="utf-8")
    text, name = decode_html((corpus / "encoding" / "chromium_cp1256.html").read_bytes())
    assert name == "cp1256"
    assert "أعلنت كتائب" in text
    for page in sorted((corpus / "pages").glob("*.html")):
        body = page.read_bytes()
        assert decode_html(body) == (body.decode(), "utf-8")
        assert decode_html(body.decode().encode("cp1256", "xmlcharrefreplace"))[1] == "cp1256"
