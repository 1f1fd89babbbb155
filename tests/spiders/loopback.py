"""A small web on loopback: sites of different behaviour, each on its own 127.0.0.N, and what was asked of them."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


def _words(text: str, separator: str = " ") -> list[str]:
    return text.split(separator)


_WHO = _words(
    "الوزير النائب المدير السفير الرئيس المدرب الباحث الخبير الطبيب المهندس العمدة الناطق المحافظ القاضي "
    "الأستاذ الحكم المخرج الشاعر الناقد المزارع الصياد التاجر الحارس اللاعب الكاتب"
)
_SAID = _words(
    "أعلن أكد أوضح كشف افتتح زار دشن ناقش قدم وقع شرح انتقد رحب طالب راجع أطلق تابع اختار وصف جدد نظم أجل ألغى منح رفض"
)
_WHAT = _words(
    "المشروع الاتفاق القانون المعرض الميناء الطريق المستشفى الجسر الملعب البرنامج التقرير الموسم المهرجان السد "
    "المصنع الكتاب الفيلم المتحف الحي السوق القطار الحقل البحث الدواء العقد الدوري المركز الصندوق القرض الفندق"
)
_HOW = _words(
    "الجديد الكبير القديم المشترك الساحلي الجبلي الوطني المحلي الثقافي التجاري الصحي الرقمي الزراعي البحري "
    "السنوي المؤجل الشامل التجريبي الدولي الشعبي"
)
_WHERE = _words(
    "الرباط القاهرة تونس الجزائر بيروت عمان بغداد الدوحة الكويت المنامة مسقط صنعاء الخرطوم نواكشوط طرابلس دمشق "
    "طنجة أكادير وهران صفاقس أسوان حلب الموصل إربد صلالة"
)
_WHEN = ["صباح", "مساء", "ظهر", "عصر", "ليلة"]
_DAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
_AND = _words(
    "بعد اجتماع مع وفد من|في حضور ممثلين عن|خلال جلسة استمرت ساعات مع|رغم اعتراض عدد من|بدعم مباشر من|"
    "بالتعاون مع خبراء من|في انتظار رد رسمي من|بطلب من سكان",
    "|",
)


@dataclass
class Story:
    """One article, true to the letter."""

    path: str
    title: str
    paragraphs: list[str]
    published: datetime
    modified: datetime | None = None

    @property
    def changed(self) -> str:
        """When it was last changed, as an announcement writes it."""
        return (self.modified or self.published).isoformat()

    def edit(self, *, announced: bool) -> None:
        """Add a paragraph."""
        self.paragraphs = [*self.paragraphs, f"وأضاف المصدر أن الأشغال في {self.title} ستنتهي قبل نهاية السنة المقبلة."]
        if announced:
            self.modified = now()

    @classmethod
    def make(cls, site: str, number: int, path: str, *, now: datetime) -> Story:
        """Write the `number`-th story of a site; nothing of it is random between runs."""
        pick = random.Random(f"{site}/{number}")

        def sentence() -> str:
            words = [pick.choice(_SAID), pick.choice(_WHO), pick.choice(_WHAT), pick.choice(_HOW), "في"]
            words += [pick.choice(_WHERE), pick.choice(_WHEN), pick.choice(_DAYS), pick.choice(_AND)]
            words += [pick.choice(_WHERE), "حول", pick.choice(_WHAT), pick.choice(_HOW)]
            return " ".join(words) + f" بكلفة {pick.randrange(3, 999)} مليونا."

        title = " ".join(
            [pick.choice(_WHO), pick.choice(_SAID), pick.choice(_WHAT), pick.choice(_HOW), "في", pick.choice(_WHERE)]
        )
        paragraphs = [" ".join(sentence() for _ in range(3)) for _ in range(4)]
        published = (now - timedelta(minutes=37 * number + 80)).replace(microsecond=0)
        return cls(path, f"{title} {number}", paragraphs, published)

    def html(self, *, head: str = "", after: str = "") -> str:
        """Print the page as a common site does."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        return (
            f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>{self.title}</title>'
            f'<meta property="og:title" content="{self.title}"><meta property="og:type" content="article">'
            f'<meta property="article:published_time" content="{self.published.isoformat()}">{head}</head><body>'
            f'<nav><a href="/">الرئيسية</a><a href="/about">من نحن</a></nav>'
            f'<article><h1>{self.title}</h1><div class="entry-content">{body}</div></article>{after}'
            "<footer>جميع الحقوق محفوظة</footer></body></html>"
        )


@dataclass
class Reply:
    """One answer of a server."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: Literal["", "hang", "endless"] = ""


Handler = Callable[[dict[str, str]], Reply]


@dataclass
class LoopbackSite:
    """One server: what it answers, and the log of what it was asked."""

    name: str
    number: int
    pages: dict[str, Reply | Handler] = field(default_factory=dict)
    """By path, or by path and query; a handler is given the query."""
    stories: list[Story] = field(default_factory=list)
    entries: tuple[str, ...] = ()
    """Paths of its entry points."""
    forbidden: tuple[str, ...] = ()
    declaration: str = ""
    """The body of the spider's class; `{root}` is the server's address."""
    log: list[tuple[str, int]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    """When each request of the log came."""
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.{self.number}"

    @property
    def root(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> ThreadingHTTPServer:
        site = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                reply = site.answer(self.path)
                site.log.append((unquote(self.path), reply.status))
                site.times.append(time.monotonic())
                if reply.fault == "hang":
                    time.sleep(30)
                    return
                self.send_response(reply.status)
                if reply.fault == "endless":
                    self.send_header("Content-Type", reply.content_type)
                    self.end_headers()
                    while True:  # until the client hangs up
                        self.wfile.write(b"<!-- " + bytes(range(97, 122)) * 2000 + b" -->")
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                for header, value in reply.headers.items():
                    self.send_header(header, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: Any) -> None:
                """Our own log is enough."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: Any) -> None:
                """A client that hangs up is no error."""

        server = Server((self.host, 0), Answer)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def answer(self, target: str) -> Reply:
        parts = urlsplit(target)
        path = unquote(parts.path)
        found = self.pages.get(f"{path}?{parts.query}") or self.pages.get(path)
        if found is None:
            return Reply("لا توجد هذه الصفحة".encode(), status=404)
        return found(dict(parse_qsl(parts.query))) if callable(found) else found

    def publish(self, *stories: Story) -> None:
        """Print stories' pages, as they are now."""
        for story in stories:
            self.pages[story.path] = Reply(story.html().encode())
            if story not in self.stories:
                self.stories.insert(0, story)

    def articles_asked(self) -> Counter[str]:
        """How often each article's page was asked for."""
        own = {story.path for story in self.stories}
        return Counter(path for path, _ in self.log if path in own)

    def spider(self) -> str:
        """The file that declares the site."""
        body = self.declaration.replace("{root}", self.root)
        return (
            "import os\nfrom datetime import UTC, datetime, timedelta\n\n"
            "from newscrawl.discovery.json_api import JsonApi\n"
            "from newscrawl.sites import Site, SiteRules\n"
            "from newscrawl.spiders.base import NewsSpider\n\n\n"
            f"class {self.name.capitalize()}Spider(NewsSpider):\n"
            f'    name = "{self.name}"\n'
            f"{body}\n\n"
            "    def now(self):\n"
            "        return datetime.now(UTC) + timedelta(hours=float(os.environ.get('LOOPBACK_LATER', '0')))\n"
        )


def absolute(site: LoopbackSite, path: str) -> str:
    """The address of a path as an announcement writes it."""
    return site.root + quote(path, safe="/?=&;%")


def now() -> datetime:
    """Give the moment that the loopback web is printed in; no story's next recheck falls into the minutes after it."""
    return datetime.now(UTC).replace(microsecond=0)


SETTINGS = """from newscrawl.settings import *
SPIDER_MODULES = ["loopback_spiders"]
NEWSPIDER_MODULE = "loopback_spiders"
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
CONCURRENT_REQUESTS_PER_DOMAIN = 2
"""


def project(folder: Path, sites: list[LoopbackSite], settings: str = "") -> None:
    """Write a project that declares the sites."""
    spiders = folder / "loopback_spiders" / "morocco"
    spiders.mkdir(parents=True, exist_ok=True)
    (folder / "loopback_settings.py").write_text(SETTINGS + settings, encoding="utf-8")
    for package in (spiders.parent, spiders):
        (package / "__init__.py").touch()
    for site in sites:
        (spiders / f"{site.name}.py").write_text(site.spider(), encoding="utf-8")


def stored(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Give the rows that a query finds in the project's archive."""
    connection = sqlite3.connect(folder / "news.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def environment(folder: Path, *, later: float = 0) -> dict[str, str]:
    """Give the environment in which Scrapy works on the project in `folder`, its clock set `later` by those hours."""
    ours = {
        "SCRAPY_SETTINGS_MODULE": "loopback_settings",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),  # the tests' own checkout, whichever is installed
        "COLUMNS": "300",
        "LOOPBACK_LATER": str(later),
    }
    return {**os.environ, **ours}


def command(folder: Path, *arguments: str, db: Path | None = None) -> list[str]:
    """Give a Scrapy command over the archive `db`, else `news.db` in the folder."""
    return [sys.executable, "-m", "scrapy", *arguments, "-s", f"NEWSCRAWL_DB={db or folder / 'news.db'}"]


def scrapy(
    folder: Path, *arguments: str, later: float = 0, db: Path | None = None, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a Scrapy command of the project that was written to `folder`, put behind the words `before`."""
    return subprocess.run(
        [*before, *command(folder, *arguments, db=db)],
        cwd=folder,
        env=environment(folder, later=later),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def start(folder: Path, *arguments: str, db: Path | None = None, log: Path | None = None) -> subprocess.Popen[str]:
    """Start a Scrapy command of the project; what it says on standard error goes to a pipe, or to the file `log`."""
    with nullcontext(subprocess.PIPE) if log is None else log.open("wb") as said:
        return subprocess.Popen(
            command(folder, *arguments, db=db), cwd=folder, env=environment(folder), stderr=said, text=True
        )


def paper(number: int, count: int, kind: type[LoopbackSite] = LoopbackSite) -> LoopbackSite:
    """Make a paper of `count` articles behind one sitemap."""
    site = kind(
        "paper",
        number,
        declaration=f'    site = Site(hosts=("127.0.0.{number}",))\n    sitemap_urls = ("{{root}}/sitemap.xml",)',
    )
    # Numbers of five digits: those of four are taken for years.
    site.publish(*(Story.make("paper", at, f"/news/{10_000 + at}", now=now()) for at in range(count)))

    def sitemap(_: dict[str, str]) -> Reply:
        urls = "".join(f"<url><loc>{absolute(site, story.path)}</loc></url>" for story in site.stories)
        return Reply(f"<urlset>{urls}</urlset>".encode(), "application/xml")

    site.pages["/sitemap.xml"] = sitemap
    return site


@contextmanager
def serving(site: LoopbackSite) -> Iterator[LoopbackSite]:
    """Serve a site for a while."""
    server = site.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
