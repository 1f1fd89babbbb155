"""`scrapy checksite`, `addsite` and `crawlall` for a site that nobody declared, and what they refuse."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from newscrawl.commands.countries import countries, country_of_host, find_country
from newscrawl.commands.declaration import class_name, name_of
from newscrawl.discovery.url_shape import UrlShape

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.spiders.loopback import LoopbackSite
