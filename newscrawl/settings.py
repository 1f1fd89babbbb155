"""Every setting of the project, each with its reason."""

from __future__ import annotations

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg

# Beside scrapy.cfg in a checkout, else in the folder that the command runs in.
_PROJECT = Path(closest_scrapy_cfg()).parent if closest_scrapy_cfg() else Path()

BOT_NAME = "newscrawl"
if (_PROJECT / "templates").is_dir():
    TEMPLATES_DIR = str(_PROJECT / "templates")  # scrapy genspider -t news NAME HOST
CLOSESPIDER_TIMEOUT = 6 * 3600  # seconds; a run that hangs ends before the next one is due
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# --- The archive ------------------------------------------------------------------------------------------------------
NEWSCRAWL_DB = str(_PROJECT / "data" / "news.db")
NEWSCRAWL_WARC_DIR = str(_PROJECT / "data" / "warc")  # raw pages, for reading them again; "": keep none
NEWSCRAWL_WARC_FILE_MB = 256  # a file of this size is closed and another begun
NEWSCRAWL_WARC_TOTAL_MB = 20_000  # all raw pages together; the oldest files go first
NEWSCRAWL_LANGUAGES: list[str] = []  # e.g. ["ar"]: refuse articles in other languages; empty: keep all
NEWSCRAWL_RECENT_DAYS = 14  # without -a since=, announcements older than this are left alone; 0: no limit
NEWSCRAWL_MAX_LISTINGS = 200  # listing pages followed from one entry point, so that a calendar without end ends
NEWSCRAWL_ONLY_DUE = False  # leave the entry points alone that are not due yet; what was named is asked at once
NEWSCRAWL_CONTACT = ""  # an address or page where a site's owner reaches whoever runs this crawl; put into USER_AGENT

NEWSCRAWL_CHROMIUM = ""  # the browser for sites whose text is put in by scripts; "": the one on the PATH

NEWSCRAWL_STRICT = False  # a crawl that a monitor finds ill ends with exit status 1
NEWSCRAWL_ALERT_MAIL: list[str] = []  # where alerts go, through Scrapy's MAIL_* settings; see docs/watch.md
NEWSCRAWL_ALERT_WEBHOOK = ""  # an address that takes an alert as a JSON POST
NEWSCRAWL_WATCH_POLLS = 3  # failed polls in a row after which an entry point counts as dead
NEWSCRAWL_ALLOW_PRIVATE = False  # let public sites lead to loopback and private addresses

# --- The line: one station a step, in this order ----------------------------------------------------------------------
ITEM_PIPELINES = {
    "newscrawl.pipelines.clean.CleanPipeline": 100,
    "newscrawl.pipelines.strip.StripPipeline": 200,
    "newscrawl.pipelines.dates.DatesPipeline": 300,
    "newscrawl.pipelines.validate.ValidatePipeline": 400,
    "newscrawl.pipelines.dedup.DedupPipeline": 500,
    "newscrawl.pipelines.store.StorePipeline": 900,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # spiders of ours ask `owns` before they ask a URL
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "newscrawl.extensions.redirects.RefreshMiddleware": 580,  # in its place
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newscrawl.extensions.redirects.CircleMiddleware": 600,  # in its place
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawl.extensions.whole_bodies.WholeBodiesMiddleware": 590,  # in its place
    "newscrawl.extensions.forgotten.ForgottenMiddleware": 50,  # before Scrapy asks the host's robots.txt
    # After the bodies are known to be whole: a replay must not meet an answer that the crawl asked for again.
    "newscrawl.extensions.raw_pages.RawPagesMiddleware": 585,
    # Below Scrapy's proxies, which resolve names themselves.
    "newscrawl.extensions.private_addresses.PrivateAddressMiddleware": 955,
    # The last to see a request before it is sent, and every attempt of a retry.
    "newscrawl.extensions.manners.MannersMiddleware": 960,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # a headline in an Arabic address may be longer
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # depth is bounded by the days and NEWSCRAWL_MAX_LISTINGS
}
EXTENSIONS = {
    "newscrawl.extensions.watch.Watch": 90,  # before CrawlLog, which closes the archive
    "newscrawl.extensions.crawl_log.CrawlLog": 100,
    "newscrawl.extensions.summary.Summary": 200,
    "newscrawl.extensions.progress.Progress": 300,
    "scrapy.extensions.corestats.CoreStats": 0,
}

# --- Manners ----------------------------------------------------------------------------------------------------------
USER_AGENT = "newscrawl/0.1 (Arabic news research)"  # honest; NEWSCRAWL_CONTACT is added
ROBOTSTXT_OBEY = True  # Scrapy's default is to ignore robots.txt
COOKIES_ENABLED = False  # no article needs them, and their middleware asks the internet for the public suffix list
AUTOTHROTTLE_ENABLED = True  # the slower a site answers, the less it is asked
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # a newspaper's server is shared with its readers
DOWNLOAD_DELAY = 0.5
NEWSCRAWL_MAX_REFUSALS = 10  # 403, 429, 5xx or no answer, in a row: then the host is asked no more; 0: never stop
NEWSCRAWL_LONGEST_WAIT = 120  # seconds of Retry-After that a crawl waits for; asked to wait longer, it ends
DOWNLOAD_TIMEOUT = 60  # seconds; a page that takes longer is tried again, then named in the summary
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024  # bytes; the largest real article page seen has 2 MB
DOWNLOAD_WARNSIZE = 0  # our own reject names the page that is too large
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # our own reject names the page and says why
REDIRECT_MAX_TIMES = 6
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar",
}

# --- Scrapy -----------------------------------------------------------------------------------------------------------
SCHEDULER_MEMORY_QUEUE = "newscrawl.extensions.waiting_requests.WaitingRequests"
DUPEFILTER_CLASS = "newscrawl.extensions.asked_requests.AskedRequests"
CONCURRENT_ITEMS = 1  # stations do not wait for anything: the default of 100 only starts tasks
TELNETCONSOLE_ENABLED = False  # a server that nobody asked for
REMOTE_CONTROL_ENABLED = False  # it runs code that is sent over HTTP
LOGSTATS_INTERVAL = 60.0
STATS_DUMP = False  # the summary says it for people, `crawls.stats` keeps it all
FEED_EXPORT_ENCODING = "utf-8"  # JSON escapes every Arabic letter otherwise
NEWSCRAWL_WORKERS = 0  # processes that extract and clean pages beside this one; 0: none, for delays set the pace
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []  # a list of library versions at every start helps nobody
