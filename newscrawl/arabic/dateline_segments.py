"""The opening of a body cut at its signs, and what each piece is: a place, an agency, a paper, a date, or unknown."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from newscrawl.arabic.agencies import forms, publishers
from newscrawl.arabic.date_lines import date_words
from newscrawl.arabic.phrases import PhraseTable, Token, load_lexicon, prose_words, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_WORDS: Final = 18
_NAME_WORDS: Final = 4
_PLACE_WORDS: Final = 2
_DATED: Final = 3
"""Words of a day with its month, after an unknown place: «في 5 مارس»."""
DASHES: Final = frozenset("-–—_ـ")
_SIGNS: Final = frozenset('()[]«»“”"/:،,.|*') | DASHES
ENDS: Final = frozenset("/:|") | DASHES
BRACKETS: Final = {"(": ")", "[": "]", "/": "/"}
QUOTES: Final = {"«": "»", "“": "”", '"': '"'}
# Words that stand inside a printed date, besides months and numbers: `في 20 مايو`, `1436 هـ الموافق 10 اغسطس 2015 م`.
_DATE_WORDS: Final = frozenset(
    {"في", "يوم", "الموافق", "ه", "م", "اليوم", "امس", "الساعة", "ص", *words_of("صباحا ظهرا عصرا مساء ليلا")}
)
# What stands before an author's name at the head of his text: «كتب - فلان الفلاني: …».
_BYLINE_LABELS: Final = frozenset(words_of("كتب كتبت كتبه بقلم"))

# Last words of the names of news sites: `جبال البلقاء الاخباري`, `المدينة نيوز`.
_PUBLISHER_ENDS: Final = frozenset(words_of("نيوز برس الإخباري الإخبارية أونلاين بوست ميديا انفو info news press 24"))
# Short words that stand inside names; any other word of one or two letters shows a phrase.
_INITIALS: Final = 6
_NAME_PARTICLES: Final = frozenset(words_of("بن ابن أبو بو آل أم عبد ولد بنت"))

Kind = Literal["city", "country", "agency", "marker", "paper", "date", "unknown"]


class Element(NamedTuple):
    """One name or one unknown word: what it is, how its lexicon says it may be used, and its length in words."""

    kind: Kind
    use: str
    words: int
    agency: str
    is_short: bool = False
    has_article: bool = False


class Segment(NamedTuple):
    """Words between two signs: `first` and `last` are token indexes, `before` and `stops` the signs around."""

    first: int
    last: int
    elements: list[Element]
    before: str
    stops: str

    def first_of(self, *kinds: Kind) -> Element | None:
        """Give the first element of one of these kinds."""
        return next((element for element in self.elements if element.kind in kinds), None)

    @property
    def is_name(self) -> bool:
        """Words that could be an author or a village: few, unknown, and none that opens a sentence."""
        words = sum(element.words for element in self.elements)
        kinds = {element.kind for element in self.elements}
        # A name may hold a place: حسام أبو العلا.
        return (
            words <= _NAME_WORDS
            and "unknown" in kinds
            and kinds <= {"unknown", "city", "country"}
            and not any(element.use for element in self.elements)
        )

    @property
    def is_dated_name(self) -> bool:
        """Tell an unknown place with its day: «المرسى في 5 مارس 2024»."""
        kinds = [element.kind for element in self.elements]
        names = kinds.index("date") if "date" in kinds else 0
        dated = kinds[names:]
        return (
            0 < names <= _PLACE_WORDS
            and len(dated) >= _DATED
            and set(dated) == {"date"}
            and not any(element.use or element.is_short for element in self.elements[:names])
        )

    @property
    def is_person(self) -> bool:
        """Tell a name that could be an author's: no short words such as «به» or «في»."""
        return self.is_name and not any(element.is_short for element in self.elements)

    @property
    def is_known(self) -> bool:
        """Tell whether every word is in a lexicon."""
        return all(element.kind != "unknown" for element in self.elements)

    @property
    def has_article(self) -> bool:
        """Tell whether the first word has the definite article."""
        return self.elements[0].has_article

    @property
    def opens_with_verb(self) -> bool:
        """Tell whether a news sentence begins here."""
        return self.elements[0].use == "verb"

    @property
    def is_quoted(self) -> bool:
        """Tell whether quotation marks enclose the words."""
        return self.stops[:1] != "" and QUOTES.get(self.before) == self.stops[0]

    @property
    def is_bracketed(self) -> bool:
        """Tell whether brackets or slashes enclose the words."""
        return self.stops[:1] != "" and BRACKETS.get(self.before) == self.stops[0]

    @property
    def is_ended(self) -> bool:
        """A colon, dash, slash or bar follows, after the bracket or quote that closes."""
        return not ENDS.isdisjoint(self.stops[1:] if self.is_bracketed else self.stops)


@cache
def _places() -> PhraseTable[Kind]:
    kinds: dict[str, Kind] = {"city": "city", "country": "country"}
    return PhraseTable((row["name"], kinds[row["kind"]]) for row in load_lexicon("places"))


def is_place(name: str) -> bool:
    """Tell whether a whole text is the name of a city or a country."""
    words = words_of(name)
    found = _places().longest(words) if words else None
    return found is not None and found[0] == len(words)


@cache
def _glued_agencies() -> tuple[str, ...]:
    """One-word agencies that were seen glued to the sentence's first word: `نيويورك - وامالتقى`."""
    return tuple(words_of("وام واس سانا وفا"))


def split_glued(tokens: list[Token]) -> list[Token]:
    """Part an agency after a sign from the verb that is glued to it."""
    if not any(token.folded.startswith(_glued_agencies()) for token in tokens):
        return tokens
    result: list[Token] = []
    for token in tokens:
        for agency in _glued_agencies():
            rest = token.folded[len(agency) :]
            plain = len(token.folded) == token.end - token.start
            if (
                rest
                and plain
                and result
                and not result[-1].is_word
                and token.folded.startswith(agency)
                and rest in prose_words()
            ):
                cut = token.start + len(agency)
                result += [Token(token.start, cut, agency), Token(cut, token.end, rest)]
                break
        else:
            result.append(token)
    return result


def segments_of(tokens: list[Token], own: tuple[str, ...], *, is_cut: bool) -> list[Segment]:
    """Cut the tokens at their signs; `own` are the words of the paper's name, `is_cut` says that the text goes on."""
    segments: list[Segment] = []
    index = words = 0
    before = ""
    while index < len(tokens) and words <= _MAX_WORDS:
        if not tokens[index].is_word:
            if sign_of(tokens[index]) not in _SIGNS:
                break
            before = sign_of(tokens[index])
            index += 1
            continue
        places = []
        while index < len(tokens) and (tokens[index].is_word or _is_inner_dot(tokens, index)):
            if tokens[index].is_word:
                places.append(index)
            index += 1
        if index == len(tokens) and is_cut:
            # The window ends inside these words; only an agency at their start can still belong to the prefix.
            places = places[:_NAME_WORDS]
        stops = ""
        after = index
        while after < len(tokens) and sign_of(tokens[after]) in _SIGNS:
            stops += sign_of(tokens[after])
            after += 1
        words += len(places)
        if not segments and len(places) == 1 and stops and tokens[places[0]].folded in _BYLINE_LABELS:
            segments.append(Segment(places[0], places[0], [Element("marker", "mark", 1, "")], before, stops))
        elif segments and segments[-1].first_of("city") and segments[-1].is_ended and QUOTES.get(before) == stops[:1]:
            # «لندن - «القدس العربي»: …»: the quotes make one name of it, whatever places its words name.
            segments.append(_quoted(places, tokens, own, before, stops))
        else:
            segments += _cut_lead(places, tokens, own, before, stops)
        before = ""
    return segments


def sign_of(token: Token) -> str:
    """Give a sign as it is, a stretcher that stands alone as a dash, and nothing for a word."""
    return "" if token.is_word else token.folded or "ـ"


def _is_inner_dot(tokens: list[Token], index: int) -> bool:
    """Tell the dots of `أ.ف.ب` and `AHDATH.INFO` from a full stop."""
    if tokens[index].folded != "." or not 0 < index < len(tokens) - 1:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    if before.folded.isascii() and before.folded.isalpha():
        return before.end == tokens[index].start and after.start == tokens[index].end
    return len(before.folded) == len(after.folded) == 1 and before.folded.isalpha()


def _quoted(places: list[int], tokens: list[Token], own: tuple[str, ...], before: str, stops: str) -> Segment:
    """Make one segment of the words in quotes: a known name as it is, a few unknown words as a paper's."""
    words = [tokens[place].folded for place in places]
    elements = _elements(words, own)
    if len(words) <= _NAME_WORDS and any(element.kind == "unknown" for element in elements):
        elements = [Element("paper", "quoted", len(words), "")]
    return Segment(places[0], places[-1], elements, before, stops)


def _cut_lead(places: list[int], tokens: list[Token], own: tuple[str, ...], before: str, stops: str) -> list[Segment]:
    """Make one segment, or two where known names stand before prose with no sign between (`سانا أعلنت …`)."""
    words = [tokens[place].folded for place in places]
    if 1 < len(words) <= _NAME_WORDS and words[-1] in _PUBLISHER_ENDS and forms().longest(words) is None:
        return [Segment(places[0], places[-1], [Element("paper", "prefix", len(words), "")], before, stops)]
    elements = _elements(words, own)
    if before == "(" and stops[:1] == ")" and _are_initials(words) and elements[0].kind == "unknown":
        elements = [Element("paper", "", 1, "")]
    known = 0
    while known < len(elements) and elements[known].kind != "unknown":
        known += 1
    if 0 < known < len(elements):
        lead = sum(element.words for element in elements[:known])
        return [
            Segment(places[0], places[lead - 1], elements[:known], before, ""),
            Segment(places[lead], places[-1], elements[known:], "", stops),
        ]
    return [Segment(places[0], places[-1], elements, before, stops)]


def _are_initials(words: list[str]) -> bool:
    """Tell a broadcaster's initials: «دمشق، سوريا (CNN) -- …»."""
    return len(words) == 1 and words[0].isascii() and words[0].isalpha() and 1 < len(words[0]) <= _INITIALS


def _elements(words: Sequence[str], own: tuple[str, ...]) -> list[Element]:
    elements: list[Element] = []
    at = 0
    while at < len(words):
        element = _element_at(words, at, own)
        elements.append(element)
        at += element.words
    return elements


def _element_at(words: Sequence[str], at: int, own: tuple[str, ...]) -> Element:
    if own and tuple(words[at : at + len(own)]) == own:
        return Element("paper", "prefix", len(own), "")
    if (form := forms().longest(words, at)) is not None:
        kind: Kind = "agency" if form[1].agency.isupper() else "marker"
        return Element(kind, form[1].use, form[0], form[1].agency)
    paper = publishers().longest(words, at)
    if paper is not None and (paper[1] == "prefix" or (at + paper[0] == len(words) and not _is_place(words, at))):
        return Element("paper", paper[1], paper[0], "")
    if (place := _places().longest(words, at)) is not None:
        return Element(place[1], "", place[0], "")
    if words[at].rstrip("هم").isdigit() or (at > 0 and words[at] in _DATE_WORDS):
        return Element("date", "", 1, "")
    if (name := date_words().longest(words, at)) is not None and name[1] == "name":
        return Element("date", "", name[0], "")
    is_short = len(words[at]) < 3 and words[at] not in _NAME_PARTICLES
    return Element("unknown", prose_words().get(words[at], ""), 1, "", is_short, words[at].startswith("ال"))


def _is_place(words: Sequence[str], at: int) -> bool:
    return _places().longest(words, at) is not None
