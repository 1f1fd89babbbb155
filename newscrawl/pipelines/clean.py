"""CleanPipeline: Arabic text repair and typography."""

from __future__ import annotations

from typing import Any

from newscrawl import line
from newscrawl.pipelines import on_unfinished


class CleanPipeline:
    """Repair and regularise the text of every field."""

    def process_item(self, item: Any) -> Any:
        """Give the item back with clean text."""
        return on_unfinished(item, line.clean)
