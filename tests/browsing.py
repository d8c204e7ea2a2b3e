"""What the tests in a browser share: the pages, the windows, how a page is opened and scrolled through."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clusterbook.publishing.execution import pages

ROOT = Path(__file__).resolve().parents[1]
PAGES = [str(page.relative_to(ROOT).with_suffix(".html").as_posix()) for page in pages(ROOT)]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [  # a browser that asks nobody for anything
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

# The header of the README under which the site works; whatever a test serves of it comes with that header.
POLICY = re.search(r"^ +Content-Security-Policy: (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)[1]

# What other pages are like: a chapter with figures and exercises, one of words alone, two of a kind of their own.
OFTEN = {"index", "penang", "glossary", "explorer"}


def missing(what: str) -> None:
    """Skip the test for want of something, or fail it where a browser is required, as in continuous integration."""
    if os.environ.get("CLUSTERBOOK_REQUIRE_BROWSER") == "1":
        pytest.fail(what)
    pytest.skip(what)


def like(page: str, *marks: Any) -> Any:
    """A page as a parameter of a test, which is marked for pages that are like others: by default as exhaustive."""
    name = Path(page).stem
    marks = () if name in OFTEN else marks or (pytest.mark.slow, pytest.mark.exhaustive)
    return pytest.param(page, id=name, marks=marks)


# All tests of a page come one after the other, so that a worker need not open it again.
each_page = pytest.mark.parametrize("page", [like(page, pytest.mark.slow) for page in PAGES], scope="module")


def arrive(tab, address: str) -> None:
    """Open a page, and wait until what it can do is there: its script follows the first paint.

    What is waited for must be a function: under a policy without `unsafe-eval` an expression is evaluated only once.
    """
    tab.goto(address)
    tab.wait_for_function("() => window.clusterbookReader")


def scroll(tab) -> None:
    """Bring each part of a page to the screen, and wait until its charts are drawn."""
    tab.mouse.move(1, 1)  # charts wait for a reader's first sign, and one on the first screen needs no scrolling
    for chart in tab.query_selector_all(".cb-chart"):
        chart.scroll_into_view_if_needed()
        tab.wait_for_function("chart => chart.classList.contains('cb-ready')", arg=chart, timeout=15_000)
    tab.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")


def watched(context, address: str):
    """Return a new tab; what goes wrong in it, and whom else it asks, stands in its ``faults``."""
    tab = context.new_page()
    faults: list[str] = []
    tab.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(f"error: {error}"))
    # A request that the tab gives up because it goes to another page is no fault of the page that it leaves.
    tab.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else faults.append(f"failed: {request.url}"),
    )
    tab.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else faults.append(f"abroad: {request.url}")
        ),
    )
    tab.on("response", lambda answer: faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    tab.faults = faults
    return tab


@contextlib.contextmanager
def visiting(browser, address: str) -> Iterator[Callable[..., Any]]:
    """Give a function that opens a page and scrolls through it, in a window of its own that is closed at the end."""
    contexts = []

    def open_page(page: str, viewport: dict[str, int] = WIDE, *, script: bool = True, scheme: str = "light"):
        context = browser.new_context(viewport=viewport, java_script_enabled=script, color_scheme=scheme)
        contexts.append(context)
        tab = watched(context, address)
        if script:
            arrive(tab, address + page)
            scroll(tab)
        else:
            tab.goto(address + page)
        return tab

    yield open_page
    for context in contexts:
        context.close()


class Host(http.server.SimpleHTTPRequestHandler):
    """A host that is as strict as the README has it."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@contextlib.contextmanager
def serving(site: Path, handler: type[Host] = Host) -> Iterator[str]:
    """Serve a folder on this machine alone; give the host's address, without a stroke at its end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
