# Every target sets up what it needs in .venv; a fresh machine needs Python 3.11 or newer, and make.
PYTHON ?= python3
SITE ?= newsroom
BIN := .venv/bin
READY := .venv/.ready

.PHONY: crawl test test-all lint types format clean bench bench-quality bench-extract bench-dates bench-dedup bench-dedup-scale \
	bench-dedup-orders bench-hostile bench-fuzz bench-search bench-export bench-crawl bench-growth bench-replay bench-batch bench-shards \
	bench-contention profile torture

crawl: $(READY)  ## crawl the sample site, or a real one: make crawl SITE=hespress
	$(BIN)/scrapy crawl $(SITE) $(ARGS)

test: $(READY) lint types  ## lint, types and the tests but the slow ones; needs no network
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow"

test-all: $(READY)  ## the whole suite: kills, browsers and long runs too
	$(BIN)/pytest -n 2 --dist loadfile

torture: $(READY)  ## kill a crawl of 2,000 articles at 100 random moments, and look at the archive after each
	NEWSCRAWL_KILLS=100 $(BIN)/pytest tests/torture/test_kills.py -m slow -s

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## every benchmark, into benchmarks/RESULTS.md; some three hours
	$(BIN)/python benchmarks/run.py

bench-quality: $(READY)  ## extraction quality beside other extractors
	$(BIN)/python benchmarks/extraction.py quality

bench-extract: $(READY)  ## CPU of extraction, cleaning and stripping beside other extractors
	$(BIN)/python benchmarks/extraction.py cpu

bench-dates: $(READY)  ## dates read right and wrong, beside dateparser, htmldate and dateutil
	$(BIN)/python benchmarks/dates.py

bench-dedup: $(READY)  ## labelled pairs beside MinHash LSH, rensa and SimHash
	$(BIN)/python benchmarks/dedup_pairs.py --peers

bench-dedup-scale: $(READY)  ## CPU and size of the index of duplicates up to a million articles; about half an hour
	$(BIN)/python benchmarks/dedup_scale.py --sizes 10000,30000,100000,300000,1000000

bench-dedup-orders: $(READY)  ## the same articles in ten orders of arrival
	$(BIN)/python benchmarks/dedup_orders.py

bench-hostile: $(READY)  ## time of each text function on hostile lines of 1 and 2 MB
	$(BIN)/python benchmarks/hostile_text.py

bench-fuzz: $(READY)  ## 200,000 broken pages: an article or a reject, never an exception
	$(BIN)/python benchmarks/fuzz_pages.py 200000

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newscrawl needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

bench-search: $(READY)  ## search beside plain FTS5 tokenizers over 100,000 articles
	$(BIN)/python benchmarks/search.py

bench-export: $(READY)  ## 500,000 rows to each format
	$(BIN)/python benchmarks/export.py

bench-crawl: $(READY)  ## CPU of a whole crawl beside bare Scrapy, trafilatura and news-please
	$(BIN)/python benchmarks/crawl.py --pairs 5 --peers

bench-growth: $(READY)  ## CPU and memory a page as a crawl grows
	$(BIN)/python benchmarks/growth.py --sizes 1000,10000,100000

bench-replay: $(READY)  ## replay of a WARC of 20,000 pages on one core and on two: pages a second, CPU, memory
	$(BIN)/python benchmarks/replay.py

bench-contention: $(READY)  ## four crawls and four readers on one archive for a minute, without and with a slow reader
	$(BIN)/python benchmarks/contention.py

profile: $(READY)  ## where the CPU of a page goes, by station
	$(BIN)/python benchmarks/profile_crawl.py

bench-shards: $(READY)  ## four crawlers merged beside one crawl
	$(BIN)/python benchmarks/shards.py

bench-batch: $(READY)  ## 50,000 saved pages on Dask with 1 and 2 workers, and one killed
	$(BIN)/python benchmarks/batch.py

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
