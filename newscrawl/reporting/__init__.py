"""Reporting: what the archive tells of its sites and runs, for `scrapy status` and `scrapy report`."""
