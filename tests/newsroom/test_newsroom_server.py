"""How the server answers: hosts, validators, compression, redirects, failures."""

from __future__ import annotations

import gzip
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from newscrawl.newsroom.addresses import print_url
from newscrawl.newsroom.papers import HOSTS, PAPERS
from newscrawl.newsroom.plain_pages import GONE_URLS, PLAIN_PAGES
from newscrawl.newsroom.printings import of_paper
from newscrawl.newsroom.server import Newsroom, Served
from newscrawl.newsroom.site import failing_url, moved_urls
from newscrawl.newsroom.truth import true_articles

if TYPE_CHECKING:
    from newscrawl.newsroom.papers import Paper
    from newscrawl.newsroom.truth import TrueArticle
    from tests.newsroom.conftest import Client, Connect

ARTICLES = true_articles()


def _steady() -> list[TrueArticle]:
    return [article for article in ARTICLES if article.url != failing_url()]


def test_every_article_is_served_through_the_proxy_door(client: Client) -> None:
    for article in _steady():
        answer = client.get(article.url)
        assert answer.status == 200, article.url
        assert answer.headers["content-length"] == str(len(answer.body))


def test_the_host_header_chooses_the_paper(client: Client) -> None:
    for host in HOSTS:
        assert client.get("/", {"Host": host}).status == 200
    names = {paper.name for paper in PAPERS if paper.name.encode() in client.get("/", {"Host": paper.host}).body}
    assert len(names) == len(PAPERS) - 1  # the sixth, in windows-1256, does not hold its name in UTF-8


def test_an_unknown_host_is_a_bad_gateway(client: Client) -> None:
    assert client.get("http://example.com/").status == 502


def test_an_unknown_path_is_404_and_a_removed_article_404_or_410(client: Client) -> None:
    assert client.get(f"{PAPERS[0].base}/no/such/page").status == 404
    assert [client.get(quote(url, safe=":/")).status for url in GONE_URLS] == [404, 410]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.key)
def test_conditional_requests_give_304_without_a_body(client: Client, paper: Paper) -> None:
    article = next(article for article in _steady() if article.site == paper.key)
    first = client.get(article.url)
    by_tag = client.get(article.url, {"If-None-Match": first.headers["etag"]})
    by_date = client.get(article.url, {"If-Modified-Since": first.headers["last-modified"]})
    older = client.get(article.url, {"If-Modified-Since": "Mon, 01 Sep 2025 00:00:00 GMT"})
    other_tag = client.get(article.url, {"If-None-Match": 'W/"0"', "If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")
    assert older.status == other_tag.status == 200
    assert by_tag.headers["etag"] == first.headers["etag"]


def test_gzip_only_where_it_is_accepted(client: Client) -> None:
    url = _steady()[0].url
    plain, packed = client.get(url), client.get(url, {"Accept-Encoding": "gzip, deflate"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2
    assert gzip.decompress(packed.body) == plain.body


def test_one_page_fails_once_in_a_server_life(connect: Connect) -> None:
    for _ in range(2):
        with Newsroom() as newsroom:
            client = connect(newsroom)
            assert [client.get(failing_url()).status for _ in range(3)] == [503, 200, 200]


def test_old_addresses_redirect_to_the_article(client: Client) -> None:
    moved = moved_urls()
    assert len(moved) > 20
    for old, new in moved.items():
        answer = client.get(old)
        assert (answer.status, answer.headers["location"], answer.body) == (301, new, b"")


def test_tracking_parameters_and_percent_case_do_not_matter(client: Client) -> None:
    article = next(article for article in _steady() if article.site == "manara")
    plain = client.get(article.url)
    assert client.get(article.url + "?utm_source=feed&utm_medium=rss").body == plain.body
    lower = article.url.replace("%D8", "%d8").replace("%D9", "%d9")
    assert client.get(lower).body == plain.body


def test_head_has_the_headers_of_get(client: Client) -> None:
    url = _steady()[0].url
    head, whole = client.get(url, method="HEAD"), client.get(url)
    assert head.body == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_requests_are_recorded_and_can_be_forgotten(newsroom: Newsroom, client: Client) -> None:
    article = _steady()[0].url
    first = client.get(article)
    client.get(article, {"If-None-Match": first.headers["etag"]})
    client.get("/robots.txt", {"Host": PAPERS[0].host})
    assert newsroom.requests == [
        Served("GET", article, 200),
        Served("GET", article, 304),
        Served("GET", f"{PAPERS[0].base}/robots.txt", 200),
    ]
    newsroom.clear_requests()
    assert newsroom.requests == []


def test_many_clients_at_once(newsroom: Newsroom, connect: Connect) -> None:
    urls = [article.url for article in _steady()[:12]]
    statuses: list[int] = []

    def read() -> None:
        client = connect(newsroom)
        statuses.extend(client.get(url).status for url in urls)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 96
    assert len(newsroom.requests) == 96


def test_start_and_stop() -> None:
    newsroom = Newsroom()
    with pytest.raises(RuntimeError, match="not been started"):
        _ = newsroom.port
    newsroom.start()
    port = newsroom.port
    with pytest.raises(RuntimeError, match="already running"):
        newsroom.start()
    newsroom.stop()
    newsroom.stop()
    with Newsroom(port=port) as again:  # the port is free, and may be asked for
        assert again.proxy_url == f"http://127.0.0.1:{port}"


def test_pages_that_are_no_articles_are_served(client: Client) -> None:
    for page in PLAIN_PAGES:
        assert client.get(quote(page.url, safe=":/?=")).status == 200, page.url


def test_every_article_has_a_printed_copy_and_some_a_variant(client: Client) -> None:
    for paper in PAPERS:
        printing = of_paper(paper)[0]
        printed = client.get(print_url(paper, printing.number))
        assert printed.status == 200
        assert printing.url.encode() in printed.body
        for host in paper.variant_hosts:
            variant = client.get(printing.url.replace(paper.host, host))
            assert variant.status == 200
            assert f'<link rel="canonical" href="{printing.url}">' in variant.text


def test_a_house_line_stands_under_every_text_of_one_paper_only(connect: Connect) -> None:
    line = "انضموا إلى عائلة قرائنا الأوفياء"
    with Newsroom(house_lines={"shati": line}) as newsroom:
        client = connect(newsroom)
        with_line = {article.site for article in _steady() if line.encode() in client.get(article.url).body}
    assert with_line == {"shati"}
