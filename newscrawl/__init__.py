"""newscrawl: Arabic news pages → clean, dated, deduplicated articles."""
