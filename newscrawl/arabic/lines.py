"""Page chrome by its words: what kind of boilerplate one paragraph is, and where it may be taken for that."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.agencies import read_credit
from newscrawl.arabic.calls import call_verbs, read_call
from newscrawl.arabic.chrome_phrases import Verdict, find_contained, phrases_of, read_label, read_notice, read_tiles
from newscrawl.arabic.date_lines import date_words, is_date_line, is_stamp
from newscrawl.arabic.fold import fold
from newscrawl.arabic.phrases import WORD, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT: Final = 300
"""Characters up to which a paragraph is looked at closely; longer ones are prose or, at the edges, disclaimers."""
_CREDIT_WORDS: Final = 16
_SIGNED_WORDS: Final = 14
_STAMP_BEHIND: Final = re.compile(r"\s\d{1,2}/\d{1,2}/\d{4}(?:\s{1,2}\d{1,2}:\d{2}(?::\d{2})?)?\s?$")
_BYLINE_ROW_WORDS: Final = 14
_STOPS: Final = ".!؟?…"
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}")
_RUN_ON_OPENINGS: Final = (
    "طالع ",
    "قد يهمك",
    "المزيد",
    "للمزيد",
    "أكمل القراءة",
    "قرأ ",
    "قرا ",
    "قرأ:",
    "شاهد ",
    "تابعونا",
    "تابعوا",
    "لمتابعة",
    "انضم",
    "اشترك",
)
_READ_MORE: Final = re.compile(
    r"(?:(?<=[.!؟»”]) (?:\.{2,4}|…)\s?|(?<=[.…!؟]) ?)"
    r"\[?(?:للمزيد|المزيد|[إا]قرأ المزيد|قراءة المزيد|أكمل القراءة) ?[»›>«\]]{0,3}$"
)
_READ_MORE_CHARS: Final = 40
_RUN_ON: Final = re.compile(r"[.!؟?»”\"…](?:\s|(?=[اإأش]))\s*(?=\w)")
_RUN_ON_KINDS: Final = frozenset({"related", "follow", "newsletter", "app"})
_TWEET: Final = re.compile(r"[—–-] ?[^()]{1,80} \(@\w{1,40}\) .{4,30}\d{4}")
_SHORTCODES: Final = re.compile(
    r"(?:\[/?[a-z][a-z0-9_-]{1,40}(?:\s[^\[\]]{0,200})?\]\s?(?:https?://[^\s\[\]]{1,200}(?=\[))?){1,6}"
)
_EMBEDDED: Final = re.compile(
    r"https?://(?:www\.|m\.|web\.)?(?:youtube\.com/(?:watch|shorts|embed|live)|youtu\.be/|(?:twitter|x)\.com/\w{1,40}/status"
    r"|instagram\.com/(?:p|reel|tv)/|facebook\.com/\S{1,80}/(?:posts|videos)/|fb\.watch/|tiktok\.com/@|soundcloud\.com/"
    r"|dailymotion\.com/video/|vimeo\.com/\d)\S*"
)
"""The address of a video or a post, which WordPress shows as such: where one is left as text, the embedding failed."""
_AUTHOR_NOTE: Final = frozenset(
    words_of(
        "كاتب كاتبة باحث باحثة أستاذ أستاذة صحفي صحفية صحافي صحافية إعلامي إعلامية محلل محللة أكاديمي أكاديمية خبير "
        "محام محامي محامية شاعر شاعرة روائي روائية ناقد ناقدة طبيب طبيبة دبلوماسي سفير مستشار رئيس مدير عضو نائب وزير"
    )
)
_NOTE_WORDS: Final = 12
_ARCHIVED: Final = re.compile(r"\((?:صورة )?(?:من ال)?[أا]رشيف(?:ية)?\)$")
_RATING: Final = re.compile(r"[0-5](?:\.\d)?\s?/\s?5\s?[-–]?\s?\(\d{1,5} \w{3,8}\)")
_DIGIT: Final = re.compile("[0-9]")
_BARS: Final = frozenset("|•·")
_SEPARATORS: Final = re.compile(r"\s*[|•·●▪]\s*|\s[»›>/\-–—ـ]\s")
_ROW_WORDS: Final = 30
_STAMP_LABELS: Final = ("نشر", "نُشر", "تم النشر", "تاريخ النشر", "آخر تحديث", "اخر تحديث")


def judge(text: str, folded: str, words: Sequence[str]) -> Verdict | None:
    """Tell what a short paragraph is if it is page chrome; None for anything an author may have written.

    `folded` is `fold(text)`, `words` its words. Cost is linear in the paragraph, which is at most `SHORT` characters.
    """
    if not words:
        return Verdict("ornament", "no-words", "beside") if text else None
    if not may_open(words[0]):
        return (
            find_contained(words, text)
            or _hashtags(text, words)
            or _signed(text, words)
            or _noted(text, words)
            or _addressed(text)
            or _credited(text, words)
            or (_segmented(text, words) if _DIGIT.search(folded) else None)
        )
    return (
        _dated(folded, words)
        or read_tiles(folded, words)
        or _credited(text, words)
        or find_contained(words, text)
        or read_label(text, folded, words)
        or _called(text, words)
        or _hashtags(text, words)
        or _signed(text, words)
        or _segmented(text, words)
        or _noted(text, words)
    )


def may_open(word: str) -> bool:
    """Tell whether a folded word may open a line of chrome; most words may not, and their lines are prose."""
    return word in _opening_words() or word[0].isdigit()


@cache
def _opening_words() -> frozenset[str]:
    tables = (phrases_of("line", "count", "part"), phrases_of("prefix"), call_verbs(), date_words())
    return frozenset[str]().union(*(table.first_words for table in tables))


def _called(text: str, words: Sequence[str]) -> Verdict | None:
    call = read_call(text, words)
    return Verdict(call[0], "call-to-reader", "any" if call[1] else "tail") if call is not None else None


def judge_long(words: Sequence[str]) -> Verdict | None:
    """Judge a long paragraph at the edge of a body: only the disclaimers and notices that sites print whole."""
    return find_contained(words) or read_notice(words)


def _dated(folded: str, words: Sequence[str]) -> Verdict | None:
    if is_date_line(folded, words) or is_stamp(folded, words):
        return Verdict("date-line", "date-words", "edge")
    return Verdict("poll", "rating", "edge") if "/" in folded and _RATING.fullmatch(folded) else None


def _hashtags(text: str, words: Sequence[str]) -> Verdict | None:
    if text[0] != "#":
        return None
    tags = text.split()
    if len(tags) == 1 and text[-1] not in ":؟?":
        return Verdict("tags", "hashtag", "beside")
    if len(tags) > 1 and all(tag[0] in "#،,|" for tag in tags) and len(words) <= 2 * len(tags):
        return Verdict("tags", "hashtags", "edge")
    return None


def _addressed(text: str) -> Verdict | None:
    """Read a line that is only a mail address, a link, a template's codes, or the signature of an embedded tweet."""
    plain = text.strip()
    if plain[0] == "[" and _SHORTCODES.fullmatch(plain):
        return Verdict("placeholder", "shortcodes", "any")
    if _MAIL.fullmatch(plain):
        return Verdict("contact", "mail-address", "tail")
    if plain.startswith("http") and _EMBEDDED.fullmatch(plain):
        return Verdict("embed", "embedded-address", "any")
    if plain.startswith(("http://", "https://", "pic.twitter.com/", "t.co/")) and " " not in plain:
        return Verdict("link", "bare-link", "beside")
    return Verdict("embed", "tweet-signature", "any") if _TWEET.fullmatch(plain) else None


def _noted(text: str, words: Sequence[str]) -> Verdict | None:
    """Read a note on the author under a column, «* كاتب وباحث من المغرب», or a caption that ends in «(أرشيف)»."""
    plain = text.strip()
    if plain[-1] == ")" and len(words) <= _NOTE_WORDS and _ARCHIVED.search(plain):
        return Verdict("photo", "archive-caption", "any")
    is_starred = plain[0] == "*" or plain[-1] == "*"
    if is_starred and words[0] in _AUTHOR_NOTE and len(words) <= _NOTE_WORDS and plain[-1] not in _STOPS:
        return Verdict("author", "note-on-the-author", "tail")
    return None


def _credited(text: str, words: Sequence[str]) -> Verdict | None:
    """Read a line that opens with a copyright sign: a photo's credit, or the page's foot."""
    if text[0] == "©" and len(words) <= _CREDIT_WORDS:
        return Verdict("copyright", "copyright-sign", "any")
    return None


def _signed(text: str, words: Sequence[str]) -> Verdict | None:
    if len(words) > _SIGNED_WORDS:
        return None
    # Petra prints the hour behind its editors' initials: «ع م/ ر ق 05/03/2024 11:20».
    stamp = _STAMP_BEHIND.search(text) if "/" in text else None
    credit = read_credit(text[: stamp.start()] if stamp else text)
    return Verdict(credit.kind, credit.rule, "edge") if credit is not None else None


def _segmented(text: str, words: Sequence[str]) -> Verdict | None:
    """Read a row of chrome cut by bars or arrows: a breadcrumb, or `كتب: … | 24 أغسطس 2020 | 0 تعليق`."""
    if len(words) > _ROW_WORDS or _SEPARATORS.search(text) is None:
        return None
    parts = [part for part in _SEPARATORS.split(text) if part]
    verdicts = [_judge_part(part) for part in parts]
    known = [verdict for verdict in verdicts if verdict is not None]
    if len(verdicts) < 2 or not known:
        return None
    if verdicts[0] is not None and verdicts[0].rule in {"boilerplate:الرئيسية", "boilerplate:الصفحة الرئيسية"}:
        return Verdict("breadcrumb", "breadcrumb", "edge")
    if len(known) == len(verdicts):
        return Verdict(known[0].kind, "row-of-chrome", "edge")
    # A name that we do not know beside a date: `يوسف بنعلي | 24 أغسطس 2020`, `صحيفة البلد - نشر في 24/8/2020`.
    dates = [part for part, verdict in zip(parts, verdicts, strict=True) if verdict and verdict.kind == "date-line"]
    has_date = bool(dates) and (
        not _BARS.isdisjoint(text) or any(part.startswith(_STAMP_LABELS) or ":" in part for part in dates)
    )
    is_row = len(words) <= _BYLINE_ROW_WORDS and text.rstrip()[-1] not in _STOPS
    if has_date and is_row and len(verdicts) - len(known) == 1:
        return Verdict("byline", "name-and-date", "head")
    return None


def _judge_part(part: str) -> Verdict | None:
    folded = fold(part)
    words = WORD.findall(folded)
    if not words:
        return None
    return read_tiles(folded, words) or read_label(part, folded, words) or _dated(folded, words) or _signed(part, words)


def byline_in(text: str) -> str:
    """Give the part of a row that names the author: `كتب: يوسف بنعلي | 0 تعليق` → `كتب: يوسف بنعلي`."""
    for part in _SEPARATORS.split(text):
        verdict = _judge_part(part)
        if verdict is not None and verdict.kind == "byline":
            return part.strip()
    return text.strip()


def may_run_on(text: str) -> bool:
    """Tell cheaply, of one paragraph or a whole body, whether words that open a link or a call stand in it."""
    return any(opening in text for opening in _RUN_ON_OPENINGS)


def find_run_on(text: str) -> tuple[int, Verdict] | None:
    """Find a related link or a call that runs on behind a paragraph's last sentence, and where it begins.

    `… قبل نهاية السنة. اقرأ أيضا: مجلس المدينة يصادق` → the offset after the stop. Linear; most paragraphs cost a few
    substring searches.
    """
    if not may_run_on(text):
        return None
    if (more := _READ_MORE.search(text, max(0, len(text) - _READ_MORE_CHARS))) is not None:
        return more.start(), Verdict("navigation", "read-more", "any")
    for match in _RUN_ON.finditer(text, max(0, len(text) - SHORT)):
        rest = text[match.end() :]
        folded = fold(rest)
        words = WORD.findall(folded)
        verdict = (read_label(rest, folded, words) or _called(rest, words)) if words else None
        if verdict is not None and verdict.place == "any" and verdict.kind in _RUN_ON_KINDS:
            return match.start() + 1, verdict
    return None
