"""Made news of many papers: articles with copies, edited copies, parts, updates and formula items, by a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from newscrawl.items import Article


def _words(text: str) -> list[str]:
    return text.split()


_SYLLABLES = _words("با تي رو سم لن كف در نو ها مي شا قل حم عد يو طر جن خا ضم غي ثا زو ذا صل ور فس تن كي لو را")
_COMMON = _words(
    "في من على إلى عن أن التي الذي هذا هذه قال أكد أضاف خلال بعد قبل كما بين وقد وفق عدد جديد اليوم أمس رئيس"
    " وزير مدينة مشروع لجنة مجلس بيان مصدر مسؤول"
)
_CITIES = _words("المرسى الينابيع الزهور الواحة القلعة المنارة الأرجوان الساحل الجبل النخيل الوادي الجسر")
_SKIES = _words("صافية غائمة ممطرة مغبرة ضبابية متقلبة")
_WINDS = _words("شمالية جنوبية شرقية غربية")
_WARNED = _words("الصيادين السائقين المزارعين المتنزهين البحارة الرعاة")
_CHANGES = _words("none none headline headline lead cut edited")
_FRAME = (
    "تتوقع مديرية الأرصاد في {city} أن تبلغ درجة الحرارة العليا {high} درجة والدنيا {low} درجات يوم غد.\n"
    "وتكون السماء {sky} صباحا و{later} مساء والرياح {direction} سرعتها {wind} كيلومترا في الساعة.\n"
    "ونصحت المديرية {warned} في {city} و{other} بالحذر عند الفجر، وسجلت أمس {rain} مليمترات من المطر."
)


class MadeNews:
    """A press of `papers` sites; `pages(count)` gives its pages in no meaningful order."""

    def __init__(self, seed: int, *, papers: int = 12, words: int = 9000) -> None:
        self._random = random.Random(seed)
        self._papers = [f"paper{number}.example" for number in range(papers)]
        made = {"".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4))) for _ in range(words)}
        self._words = [*_COMMON, *sorted(made)]
        self._weights = [1 / (place + 3) for place in range(len(self._words))]
        self._phrases = [self._sentence(7) for _ in range(40)]
        self._number = 0

    def pages(self, count: int) -> list[Article]:
        """Give so many pages: of a hundred about 62 originals, 20 copies, 8 parts and 10 formula items."""
        originals: list[Article] = []
        pages: list[Article] = []
        while len(pages) < count:
            chance = self._random.random()
            if len(originals) < 20 or chance < 0.62:
                made = self._original()
                originals.append(made)
            elif chance < 0.82:
                made = self._copy(self._random.choice(originals[-300:]))
            elif chance < 0.90:
                made = self._part(self._random.choice(originals[-300:]))
            else:
                made = self._forecast()
            pages.append(made)
        return pages

    def _page(self, site: str, title: str, body: str, published: datetime) -> Article:
        self._number += 1
        return Article(
            url=f"https://{site}/{published:%Y/%m/%d}/{self._number}",
            title=title,
            body=body,
            site=site.removesuffix(".example"),
            published=published,
        )

    def _sentence(self, length: int) -> str:
        return " ".join(self._random.choices(self._words, self._weights, k=length))

    def _paragraph(self) -> str:
        sentences = [self._sentence(self._random.randint(9, 20)) for _ in range(self._random.randint(1, 3))]
        if self._random.random() < 0.3:
            sentences.append(self._random.choice(self._phrases))
        return "، ".join(sentences) + "."

    def _moment(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=self._random.randrange(30 * 24 * 60))

    def _original(self) -> Article:
        body = "\n".join(self._paragraph() for _ in range(self._random.randint(3, 9)))
        return self._page(self._random.choice(self._papers), self._sentence(7), body, self._moment())

    def _copy(self, original: Article) -> Article:
        assert isinstance(original.published, datetime)
        later = original.published + timedelta(minutes=self._random.randint(3, 1500))
        site = self._random.choice(self._papers)
        paragraphs = original.paragraphs
        title = original.title or ""
        match self._random.choice(_CHANGES):
            case "headline":
                title = self._sentence(6)
            case "lead":
                paragraphs = [self._paragraph(), *paragraphs[1:]]
            case "cut":
                paragraphs = paragraphs[:-1] if len(paragraphs) > 3 else paragraphs
            case "edited":
                paragraphs = [self._edited(paragraph, 0.05) for paragraph in paragraphs]
        return self._page(site, title, "\n".join(paragraphs), later)

    def _edited(self, text: str, share: float) -> str:
        words = text.split()
        return " ".join(word if self._random.random() > share else self._random.choice(self._words) for word in words)

    def _part(self, original: Article) -> Article:
        assert isinstance(original.published, datetime)
        later = original.published + timedelta(minutes=self._random.randint(3, 900))
        paragraphs = original.paragraphs[: max(1, len(original.paragraphs) // 3)]
        return self._page(self._random.choice(self._papers), self._sentence(6), "\n".join(paragraphs), later)

    def _forecast(self) -> Article:
        choose, number = self._random.choice, self._random.randint
        city = choose(_CITIES)
        body = _FRAME.format(
            city=city,
            other=choose(_CITIES),
            high=number(18, 44),
            low=number(1, 17),
            wind=number(5, 60),
            rain=number(0, 90),
            sky=choose(_SKIES),
            later=choose(_SKIES),
            direction=choose(_WINDS),
            warned=choose(_WARNED),
        )
        return self._page(self._random.choice(self._papers), f"طقس {city} غدا", body, self._moment())
