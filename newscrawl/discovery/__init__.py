"""Discovery: bytes of feeds, sitemaps and listings → links."""
