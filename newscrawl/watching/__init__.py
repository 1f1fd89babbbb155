"""Watching: does what a crawl brought look like what the site brought in the last 28 days, and who is told if not."""
