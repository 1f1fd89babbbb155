"""The papers of the synthetic news web: who they are, how they print, and where a crawl may enter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

Template = Literal["publisher", "jannah", "drupal", "brdiv", "table", "arc"]
Months = Literal["moroccan", "levantine", "egyptian", "maghreb"]

NOW: Final = datetime(2025, 11, 30, 20, 0)  # noqa: DTZ001 - the wall clock in every page's header, in the paper's own zone
"""The moment at which all pages were made; no page knows another clock."""


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """One outlet of the synthetic web."""

    key: str
    """Short name, used as the spider-side site name too."""
    name: str
    """As printed on the masthead."""
    host: str
    tagline: str
    city: str
    timezone: str | None
    """IANA zone of the printed clock; None for the paper that never says where it is."""
    template: Template
    months: Months
    arabic_digits: bool = False
    charset: str = "utf-8"
    sections: Mapping[str, str] = field(default_factory=dict)
    """Section key → label; keys are those of the stories."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Entry sitemaps, indexes first; robots.txt names the same ones."""
    section_pages: tuple[str, ...] = ()
    """First pages of the paginated sections."""
    variant_hosts: tuple[str, ...] = ()
    """Other hosts of the paper, which hold copies of its pages for AMP or telephones."""
    article_pattern: str = ""
    """Regular expression searched in the URL of an article page."""
    keep_query: frozenset[str] = frozenset()
    is_agency: bool = False

    @property
    def base(self) -> str:
        """Root of the paper's URLs, without a slash at the end."""
        return f"http://{self.host}"

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone as an object, for attaching to a printed clock."""
        return ZoneInfo(self.timezone) if self.timezone else None

    @property
    def prints_byline(self) -> bool:
        """Tell whether the author's name stands on the page."""
        return self.template not in ("drupal", "table")

    @property
    def prints_tags(self) -> bool:
        """Tell whether the article's tags stand on the page."""
        return self.template not in ("brdiv", "table")

    @property
    def entry_points(self) -> tuple[str, ...]:
        """Every URL at which a crawl of this paper may start: feeds, sitemaps, section pages."""
        return self.feeds + self.sitemaps + self.section_pages


_SHATI: Final = "http://sahifa-alshati.test"
_JABAL: Final = "http://jaridat-aljabal.test"
_SAHIL: Final = "http://wakalat-alsahil.test"
_WAHA: Final = "http://sawt-alwaha.test"
_MADINA: Final = "http://almadina-alqadima.test"
_MANARA: Final = "http://manarat-alyawm.test"


def _labels(**labels: str) -> Mapping[str, str]:
    return MappingProxyType(labels)


PAPERS: Final[tuple[Paper, ...]] = (
    Paper(
        key="shati",
        name="صحيفة الشاطئ",
        host="sahifa-alshati.test",
        tagline="جريدة إلكترونية مستقلة تصدر من مرسى الزهور",
        city="مرسى الزهور",
        timezone="Africa/Casablanca",
        template="publisher",
        months="moroccan",
        sections=_labels(
            politics="سياسة", economy="اقتصاد", local="جهات", sport="رياضة", culture="ثقافة وفن", science="علوم"
        ),
        feeds=(f"{_SHATI}/feed/",),
        sitemaps=(f"{_SHATI}/sitemap_index.xml", f"{_SHATI}/news-sitemap.xml"),
        section_pages=tuple(
            f"{_SHATI}/category/{key}/"
            for key in ("politics", "economy", "local", "sport", "culture", "science", "latest")
        ),
        article_pattern=r"/20\d\d/\d\d/\d\d/[^/]+/?$",
    ),
    Paper(
        key="jabal",
        name="الجبل",
        host="jaridat-aljabal.test",
        tagline="يومية سياسية مستقلة",
        city="كفر الينابيع",
        timezone="Asia/Beirut",
        template="jannah",
        months="levantine",
        sections=_labels(
            politics="سياسة", economy="اقتصاد", local="محليات", sport="رياضة", culture="ثقافة", science="علوم"
        ),
        feeds=(f"{_JABAL}/feed",),
        sitemaps=(f"{_JABAL}/sitemap.xml",),
        section_pages=tuple(
            f"{_JABAL}/section/{key}" for key in ("politics", "economy", "local", "sport", "culture", "science")
        ),
        article_pattern=r"/[^/]+-\d{5}$",
    ),
    Paper(
        key="sahil",
        name="وكالة الساحل للأنباء",
        host="wakalat-alsahil.test",
        tagline="الخبر كما هو",
        city="الياسات",
        timezone="Asia/Qatar",
        template="drupal",
        months="egyptian",
        arabic_digits=True,
        sections=_labels(
            politics="أخبار محلية",
            economy="اقتصاد",
            health="صحة",
            sport="رياضة",
            culture="ثقافة",
            science="علوم وبيئة",
            weather="الطقس",
        ),
        feeds=(f"{_SAHIL}/rss.xml",),
        sitemaps=(f"{_SAHIL}/sitemap.xml",),
        section_pages=tuple(
            f"{_SAHIL}/ar/category/{key}"
            for key in ("politics", "economy", "health", "sport", "culture", "science", "weather")
        ),
        variant_hosts=("m.wakalat-alsahil.test",),
        article_pattern=r"/ar/news/\d+$",
        is_agency=True,
    ),
    Paper(
        key="waha",
        name="صوت الواحة",
        host="sawt-alwaha.test",
        tagline="من قلب الجنوب",
        city="وادي الأرجوان",
        timezone="Africa/Algiers",
        template="brdiv",
        months="maghreb",
        sections=_labels(local="محلي", economy="اقتصاد", health="صحة", sport="رياضة", culture="ثقافة"),
        feeds=(f"{_WAHA}/rss",),
        section_pages=tuple(f"{_WAHA}/{key}" for key in ("latest", "local", "economy", "health", "sport", "culture")),
        article_pattern=r"/\d{5}\.html$",
    ),
    Paper(
        key="madina",
        name="المدينة القديمة",
        host="almadina-alqadima.test",
        tagline="نشرة أهلية تعنى بالأحياء والأسواق",
        city="المدينة القديمة",
        timezone=None,
        template="table",
        months="egyptian",
        charset="windows-1256",
        sections=_labels(
            local="أخبار الحارات", culture="ذاكرة المدينة", sport="رياضة", economy="أسواق", science="علوم"
        ),
        section_pages=tuple(f"{_MADINA}/index.php?cat={number}" for number in (0, 1, 2, 3, 4, 5)),
        article_pattern=r"/news\.php\?id=\d+",
        keep_query=frozenset({"id"}),
    ),
    Paper(
        key="manara",
        name="منارة اليوم",
        host="manarat-alyawm.test",
        tagline="نرى أبعد",
        city="وادي الريان",
        timezone="Africa/Cairo",
        template="arc",
        months="egyptian",
        sections=_labels(
            local="محافظات", economy="اقتصاد", science="علوم وتكنولوجيا", culture="ثقافة", sport="رياضة", health="صحة"
        ),
        feeds=(f"{_MANARA}/feeds/latest.xml",),
        sitemaps=(f"{_MANARA}/sitemap-index.xml", f"{_MANARA}/news-sitemap.xml"),
        variant_hosts=("amp.manarat-alyawm.test",),
        article_pattern=r"/News/20\d\d/\d{1,2}/\d{1,2}/[^/]+/\d+$",
    ),
)
"""All papers. Those with sitemaps list every article there; those without list every article in their section pages."""

BY_KEY: Final[Mapping[str, Paper]] = MappingProxyType({paper.key: paper for paper in PAPERS})
HOSTS: Final[tuple[str, ...]] = tuple(host for paper in PAPERS for host in (paper.host, *paper.variant_hosts))
"""Every host that the server answers for."""
