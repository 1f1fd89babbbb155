"""Fixtures for all tests: the shared corpus and facts, where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def _shared_folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the {name} folder is not beside this checkout (../shared/{name})")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages with their true articles."""
    return _shared_folder("corpus")


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of what is known of real sites, agencies and phrases."""
    return _shared_folder("facts")
