"""Components around a crawl: its log in the archive, its progress on screen, its summary."""
