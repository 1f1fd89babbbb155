"""URL identity: one spelling of a URL for fetching, one key for the article behind it."""

from __future__ import annotations

import csv
import ipaddress
import re
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import idna
import tldextract

_EMPTY: Final[frozenset[str]] = frozenset()
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# What a browser strips from the ends of an address, and marks that word processors leave there.
_EDGES: Final = (
    "".join(map(chr, range(0x21))) + "\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\ufeff\u2028\u2029"
)
_NEWLINES: Final = str.maketrans("", "", "\t\r\n")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}|%|[^!$&'()*+,\-./0-9:;=?@A-Z_a-z~]+")
_PATH_SESSION: Final = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\([SAF]\([a-z0-9]{20,}\)\)(?=/|$)", re.IGNORECASE
)
_AMP_CACHE: Final = re.compile(
    r"https?://(?:[a-z0-9-]+\.cdn\.ampproject\.org/[acvi]/|(?:www\.)?google\.[a-z.]{2,6}/amp/)(s/)?(.+)", re.IGNORECASE
)
_VARIANT_HOST: Final = re.compile(r"(?:www\d?|m|mobile|mobi|amp|wap|touch)\.")
_VARIANT_START: Final = re.compile(r"/(?:amp|mobile)(?=/[^/]+)", re.IGNORECASE)
_VARIANT_END: Final = re.compile(
    r"(?<=[^/])(?:/(?:amp|print|comment-page-\d+|index\.s?html?)|\.amp(?=\.html?$)|\.amp|-amp(?=\.html?$))(?=(?:\.html?)?$)",
    re.IGNORECASE,
)
_INDEX_PAGE: Final = re.compile(r"/(?:index\.(?:s?html?|php|aspx?|jsp)|default\.aspx?)$", re.IGNORECASE)
_SLASHES: Final = re.compile(r"//+")
_GOOD_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:]*:[0-9a-f:.]*")
# As most addresses are written: nothing to lower, to decode, to encode or to drop.
_NORMAL: Final = re.compile(
    r"https?://([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)((?::(?!80/|443/|0)\d{2,4}|:[1-5]\d{4})?)"
    r"(/(?:[A-Za-z0-9_~/-]|\.(?![./]|$)|%[89A-F][0-9A-F])*+)"
)
_HTML_AMPERSAND: Final = re.compile(r"(?:amp;)+")
_MAX_LAYERS: Final = (
    4  # AMP caches or variant suffixes around one address; a bound, so that hostile text costs no square
)

# `suffix_list_urls=()` reads the list bundled with the library and never asks the network for a newer one.
_suffixes: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def is_normal(url: str) -> bool:
    """Tell whether `url` is an absolute http address without a query in the one spelling that `normalize_url` gives.

    A quick look that some spellings which are normal do not pass.
    """
    return _NORMAL.fullmatch(url) is not None


@lru_cache(maxsize=4096)
def host_and_path(url: str) -> tuple[str, str]:
    """Give a URL's host in lower case, without a port, and its path with the slash in front.

    A text without `//` is taken for a host and a path: `example.com/ar` → `("example.com", "/ar")`. What cannot be read
    gives two empty texts.
    """
    if normal := _NORMAL.fullmatch(url):
        return normal[1], normal[3]
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        return (parts.hostname or "").rstrip("."), parts.path
    except ValueError:
        return "", ""


@lru_cache(maxsize=4096)
def is_http_url(url: str) -> bool:
    """Tell whether `url` is an absolute http or https address with a host."""
    if is_normal(url):
        return True
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in _DEFAULT_PORTS and _GOOD_HOST.fullmatch(_host(parts)) is not None


def urn_for(content: bytes) -> str:
    """Name a page that has no address by its bytes: `urn:sha256:` and 64 hexadecimal digits."""
    return f"urn:sha256:{sha256(content).hexdigest()}"


@lru_cache(maxsize=4096)
def normalize_url(url: str, *, keep_query: frozenset[str] = frozenset()) -> str:
    """Give the one spelling of a URL that is still fetched as it was meant.

    Scheme and host keep their choice of `https`, `www.` or `m.` but are lower-case (an Arabic host becomes punycode);
    the default port, user name, fragment, session ids and known tracking parameters go; percent-encoding is unified, so
    that a raw path, `%d8` and `%D8` are one. Bytes of another charset (`%E3%D5%D1`) stay, since the server expects
    them. Other query parameters stay in their order, and those named in `keep_query` stay whatever they look like. A
    text that is no http URL (a `urn:`) comes back without the space around it. Idempotent.
    """
    if is_normal(url):
        return url
    url = url.translate(_NEWLINES).strip(_EDGES)
    if not is_http_url(url):
        return url
    parts = urlsplit(url)
    path = _without_dots(_unify(_PATH_SESSION.sub("", parts.path))) or "/"
    query = _kept_query(parts.query, keep_query, {"tracker", "session"})
    return f"{parts.scheme}://{_netloc(parts)}{path}" + (f"?{query}" if query else "")


@lru_cache(maxsize=4096)
def identity(url: str, *, keep_query: frozenset[str] = frozenset()) -> str:
    """Give the key under which one article is one, whatever dress its URL wears: `host/path?query`, without a scheme.

    Beyond `normalize_url`: no `www.`, `m.` or `amp.` host, no AMP cache, AMP path or parameter, no print, share or
    comment-reply form, no double or trailing slash, no index page, the query in alphabetical order. It is a key, not an
    address to fetch. `https://m.example.com//a/b/amp/?utm_source=x&z=1#c` → `example.com/a/b?z=1`.
    """
    if (normal := _NORMAL.fullmatch(url)) and not _AMP_CACHE.match(url):
        return _plain_host(normal[1]) + normal[2] + _identity_path(normal[3], has_query=False)
    url = normalize_url(url, keep_query=keep_query)
    for _ in range(_MAX_LAYERS):
        cached = _AMP_CACHE.fullmatch(url)
        if cached is None:
            break
        url = normalize_url(("https://" if cached[1] else "http://") + cached[2], keep_query=keep_query)
    if not is_http_url(url):
        return url
    parts = urlsplit(url)
    path = _identity_path(parts.path, has_query=bool(parts.query))
    query = "&".join(sorted(set(_kept_query(parts.query, keep_query, {"variant"}).split("&"))))
    port = f":{parts.port}" if parts.port else ""
    return _plain_host(_host(parts)) + port + path + (f"?{query}" if query else "")


def readable(url: str) -> str:
    """Write a URL with its Arabic letters instead of their escapes; what is no text stays escaped."""
    try:
        text = unquote(url, errors="strict")
    except UnicodeDecodeError:
        return url
    return text if text.isprintable() else url


@lru_cache(maxsize=4096)
def registrable_domain(host_or_url: str) -> str:
    """Give the domain somebody registered: `https://ar.example.co.uk/x` → `example.co.uk`.

    Blogs under a shared domain (`x.blogspot.com`) are their own. An IP address is its own domain, and a host under no
    known suffix (`news.test`) gives its last two labels. An empty or broken host gives the empty text.
    """
    if "/" in host_or_url:
        try:
            host = urlsplit(host_or_url if "://" in host_or_url else f"//{host_or_url}").hostname or ""
        except ValueError:
            return ""
    else:
        host = host_or_url
    host = _ascii_host(host.strip("[] ").rstrip("."))
    if _is_ip(host):
        return host
    if host.count(":") == 1:
        host = host.partition(":")[0]
        if _is_ip(host):
            return host
    extracted = _suffixes(host)
    return extracted.top_domain_under_public_suffix or (
        ".".join(host.split(".")[-2:]) if not extracted.suffix else host
    )


def same_site(a: str, b: str) -> bool:
    """Tell whether two URLs (or hosts) stand under one registrable domain."""
    domain = registrable_domain(a)
    return bool(domain) and domain == registrable_domain(b)


def _netloc(parts: SplitResult) -> str:
    host = _host(parts)
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _host(parts: SplitResult) -> str:
    return _ascii_host((parts.hostname or "").rstrip("."))


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    host = host.lower()
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return host


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _plain_host(host: str) -> str:
    """Drop `www.`, `m.` and the like from the front, but never into the registered name (`m.co.uk` stays)."""
    domain = registrable_domain(host)
    while (match := _VARIANT_HOST.match(host)) and len(host) - match.end() >= len(domain):
        host = host[match.end() :]
    return host


def _unify(text: str) -> str:
    return _ESCAPED.sub(_unify_match, text)


def _unify_match(match: re.Match[str]) -> str:
    found = match[0]
    if found[0] == "%":
        if len(found) == 1:
            return "%25"
        byte = int(found[1:], 16)
        return chr(byte) if byte in _UNRESERVED else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "replace"))


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` segments as a browser does, so that one page has one path."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _identity_path(path: str, *, has_query: bool) -> str:
    path = _SLASHES.sub("/", path)
    path = _VARIANT_START.sub("", path)
    for _ in range(_MAX_LAYERS):
        path = path.rstrip("/")
        shorter = _VARIANT_END.sub("", path)
        if shorter == path:
            break
        path = shorter
    path = path.rstrip("/")
    return path if has_query else _INDEX_PAGE.sub("", path)


def _kept_query(query: str, keep: frozenset[str], dropped: set[str]) -> str:
    if not query:
        return ""
    kept = []
    for part in query.split("&"):
        # `&amp;` copied from HTML source leaves `amp;` before the name.
        amp = _HTML_AMPERSAND.match(part)
        parameter = _unify(part[amp.end() :] if amp else part)
        name, _, value = parameter.partition("=")
        if parameter and (name in keep or _parameter_kind(name.lower(), value) not in dropped):
            kept.append(parameter)
    return "&".join(kept)


def _parameter_kind(name: str, value: str) -> str | None:
    exact, prefixes = _parameters()
    rule = exact.get(name)
    if rule is None:
        rule = next((rule for prefix, rule in prefixes if name.startswith(prefix)), None)
    if rule is None or (rule[1] is not None and not rule[1].fullmatch(value)):
        return None
    return rule[0]


_Rule = tuple[str, "re.Pattern[str] | None"]


@cache
def _parameters() -> tuple[dict[str, _Rule], list[tuple[str, _Rule]]]:
    text = (files("newscrawl.discovery") / "lexicons" / "query_parameters.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    exact: dict[str, _Rule] = {}
    prefixes: list[tuple[str, _Rule]] = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        rule = (row["kind"], re.compile(row["value"]) if row["value"] else None)
        if row["name"].endswith("*"):
            prefixes.append((row["name"][:-1], rule))
        else:
            exact[row["name"]] = rule
    return exact, prefixes
