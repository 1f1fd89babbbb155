"""A small synthetic Arabic news web, served on loopback: what a first crawl reads, and the tests' sites."""
