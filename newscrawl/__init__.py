"""newscrawl: Arabic news pages → clean, dated, deduplicated articles."""

from newscrawl.items import Article, NotAnArticle
from newscrawl.line import process, process_text

__all__ = ["Article", "NotAnArticle", "process", "process_text"]
