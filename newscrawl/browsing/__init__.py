"""Browsing: the archive as pages on this machine, by Datasette with our templates, searches and queries."""
