"""The paragraphs of a body as lines: their words, what they are taken for, and whether they read like prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.fold import fold
from newscrawl.arabic.lines import SHORT, judge, may_open
from newscrawl.arabic.phrases import WORD, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.arabic.chrome_phrases import Verdict

_PROSE_WORDS: Final = 9
_CORE_CHARS: Final = 200
_SENTENCE_STOPS: Final = frozenset(".؟!")
_HEADLINE_WORDS: Final = 22
_SUBHEAD_WORDS: Final = 4
_SENTENCE_WORDS: Final = 3
_PROSE_CHARS: Final = 160
_INNER_PROSE_CHARS: Final = 110
_HEAD_LINES: Final = 6
_TAIL_LINES: Final = 12
_FIRST_WORD_CHARS: Final = 24
_STOPS: Final = frozenset('.!؟?…»”":،؛')
# Words that begin with the letter و and are nouns, so that they open a headline; any other such word continues a text.
_NOUNS_WITH_WAW: Final = frozenset(
    words_of(
        "وزير وزيرة وزراء وزارة وزارات وفاة وفد وفود وكيل وكالة وكالات واشنطن والد والدة والي والية "
        "ورشة ورشات وثيقة وثائق وصول وقف وقفة وباء واقع واقعة وعد وعود ولي ولاية ولادة وحدة وحدات "
        "ودائع وساطة وسيط وضع ورقة وجه وجوه وجهة وظائف وظيفة وسائل وسيلة واتساب ويكيبيديا وسط وجدة "
        "ورقلة وزان وهران وليد وائل وجبة وجبات وداع ورد وشم وصفة وصية وطن وطنية وعي وفرة وقود ولد "
        "ومضات وهم وادي واحة واجب"
    )
)


@dataclass(slots=True)
class Line:
    """One paragraph: its words where it is short, what they say it is, and what was decided."""

    index: int
    text: str
    words: list[str]
    verdict: Verdict | None = None
    chosen: Verdict | None = None
    is_long: bool = False

    @property
    def is_prose(self) -> bool:
        """Tell a paragraph of text from a subhead, a name or a fragment."""
        if self.verdict is not None:
            return False
        if self.is_long or len(self.words) >= _PROSE_WORDS:
            return True
        shortest = _SENTENCE_WORDS if self.text.rstrip()[-1:] in ".؟!" else _SUBHEAD_WORDS + 1
        return self.ends_sentence and len(self.words) >= shortest

    @property
    def is_core(self) -> bool:
        """Tell a paragraph that is no headline either: long, or a sentence with its stop."""
        if self.verdict is not None:
            return False
        if len(self.text) > _CORE_CHARS:
            return True
        stopped = self.text.rstrip(' »”"')[-1:] in _SENTENCE_STOPS
        return stopped and (self.is_long or len(self.words) >= _PROSE_WORDS)

    @property
    def ends_sentence(self) -> bool:
        """Tell whether a stop, a closing quote or a colon ends the paragraph."""
        return self.text.rstrip()[-1:] in _STOPS

    @property
    def is_headline(self) -> bool:
        """Tell a line that could be another article's headline: a few words, no stop, not going on from a text."""
        if self.verdict is not None or self.is_long or not _SUBHEAD_WORDS < len(self.words) <= _HEADLINE_WORDS:
            return False
        if (
            self.text.rstrip()[-1:] in ".:،؛"
            or ". " in self.text
            or "www" in self.words
            or self.words[0].startswith("http")
        ):
            return False
        first = self.words[0]
        return not (first[0] == "و" and len(first) > 3 and first not in _NOUNS_WITH_WAW)

    @property
    def is_fragment(self) -> bool:
        """Tell a few words without a stop: a name, a tag, a section."""
        return (
            self.verdict is None and not self.is_long and len(self.words) <= _SUBHEAD_WORDS and not self.ends_sentence
        )


def lines_of(paragraphs: Sequence[str]) -> list[Line]:
    """Fold each short paragraph once and judge it by its words."""
    lines = []
    count = len(paragraphs)
    for index, text in enumerate(paragraphs):
        # Deep inside a body, and in long paragraphs anywhere, only the first word can show a line of chrome.
        prose_chars = _PROSE_CHARS if index < _HEAD_LINES or index >= count - _TAIL_LINES else _INNER_PROSE_CHARS
        if len(text) > SHORT or (len(text) > prose_chars and _opens_prose(text)):
            lines.append(Line(index, text, [], is_long=True))
            continue
        folded = fold(text)
        words = WORD.findall(folded)
        lines.append(Line(index, text, words, judge(text, folded, words)))
    return lines


def _opens_prose(text: str) -> bool:
    """Tell by its first word that a paragraph is no line of chrome; only for paragraphs longer than most chrome is."""
    first = WORD.search(fold(text[:_FIRST_WORD_CHARS]))
    return first is not None and not may_open(first.group())
