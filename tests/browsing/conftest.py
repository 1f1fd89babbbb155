"""The made archive, once for all tests of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browsing.made_archive import make_archive

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made archive's path, with a blank and Arabic letters in its name."""
    path = tmp_path_factory.mktemp("browse") / "أخبار 2026.db"
    make_archive(path)
    return path
