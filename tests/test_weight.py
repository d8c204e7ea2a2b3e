"""The budget of a page: what it moves, gzipped as a host would, before a reader has done anything."""

from __future__ import annotations

import gzip
from urllib.parse import unquote, urlsplit

import pytest

from browsing import PAGES, watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BYTES, REQUESTS = 200 * 1024, 6
NARROW = {"width": 412, "height": 823}  # the phone of Lighthouse


@pytest.fixture(scope="module")
def moved(browser, site, address):
    """What each page moves when it is opened on a phone and nobody touches it: requests, and their gzipped bytes."""
    found = {}
    for page in [*PAGES, "search.html"]:
        context = browser.new_context(viewport=NARROW)
        tab = watched(context, address)
        asked: list[str] = []
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        tab.goto(address + page)
        tab.wait_for_load_state("networkidle")
        paths = [unquote(urlsplit(url).path).lstrip("/") for url in asked if url.startswith(address)]
        found[page] = {path: len(gzip.compress((site / path).read_bytes(), 6, mtime=0)) for path in paths}
        assert tab.faults == []
        context.close()
    return found


def test_no_page_moves_more_than_its_budget_before_a_reader_does_anything(moved):
    sums = {page: sum(files.values()) for page, files in moved.items()}
    largest = max(sums, key=sums.__getitem__)
    print(f"largest: {largest}, {sums[largest] / 1024:.0f} KiB in {len(moved[largest])} requests")  # shown by -rP
    assert sums[largest] <= BYTES, sorted(moved[largest].items(), key=lambda item: -item[1])


def test_no_page_asks_for_more_than_a_few_files_before_a_reader_does_anything(moved):
    assert {
        page: list(files) for page, files in moved.items() if len(files) > REQUESTS + 3 * (page == "search.html")
    } == {}


def test_the_interactive_charts_wait_for_a_reader(moved):
    assert all("vega" not in path for files in moved.values() for path in files)
