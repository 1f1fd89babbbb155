"""Spiders: the base, the three that serve any site, any saved page and the sample, and one file a declared site."""
