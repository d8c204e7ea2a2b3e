"""`make serve`, as an author at the browser has it: each save shows by itself, and nothing bad ever does."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from books import LEVELS, SKILLS, chapter, edit, write

pytestmark = pytest.mark.slow


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[Path, Path, str]]:
    """A small book, its data, and the address at which it is being served."""
    data = shutil.copytree(Path(__file__).resolve().parents[1] / "data", tmp_path / "data")
    says = "Qiaotou's is {num}`qiaotou.skill-intensity`."
    pages = {"one": chapter("One", SKILLS), "two": chapter("Two", LEVELS), "three": f"# Three\n\n{says}\n"}
    book = write(tmp_path / "book", **pages)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "clusterbook", "--root", str(book), "serve", "--port", str(port)]
    with (tmp_path / "said").open("wb") as said:
        variables = {**os.environ, "CLUSTERBOOK_DATA": str(data)}
        running = subprocess.Popen(command, start_new_session=True, stdout=said, stderr=said, env=variables)
        address = f"http://127.0.0.1:{port}"
        try:
            until(lambda: "31.1%" in page(address, "three"))
            yield book, data, address
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()


def page(address: str, name: str) -> str:
    """A page as it is served now; nothing if it is not."""
    try:
        with urllib.request.urlopen(f"{address}/chapters/{name}.html", timeout=60) as answer:
            return str(answer.read().decode("utf-8"))
    except OSError:
        return ""


def until(true: Callable[[], bool], seconds: float = 90) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def test_each_save_shows_a_faulty_one_leaves_the_last_good_page_and_an_undo_is_seen(serving, tmp_path):
    book, data, address = serving
    edit(data / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
    until(lambda: "47.3%" in page(address, "three"))
    edit(data / "skills.csv", "qiaotou,2006,47.3", "qiaotou,2006,147.3")
    until(lambda: "147.3 is above the maximum" in (tmp_path / "said").read_text(encoding="utf-8"))
    assert "47.3%" in page(address, "three")
    edit(data / "skills.csv", "qiaotou,2006,147.3", "qiaotou,2006,31.1")
    until(lambda: "31.1%" in page(address, "three"))
    (book / "chapters" / "two.md").unlink()
    edit(book / "_toc.yml", "      - file: chapters/two\n", "")
    until(lambda: not page(address, "two"))
    assert "31.1%" in page(address, "three")


@pytest.mark.browser
def test_a_page_that_is_open_shows_a_save_by_itself(serving, browser):
    _, data, address = serving
    shown = browser.new_page()
    shown.goto(f"{address}/chapters/three.html")
    assert "31.1%" in shown.inner_text("main")
    edit(data / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
    shown.wait_for_function("() => document.querySelector('main').innerText.includes('47.3%')", timeout=90_000)
    shown.close()
