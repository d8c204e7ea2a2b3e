"""PDF and EPUB in the site: linked when they are of the very state that the pages show, and not otherwise."""

import shutil
import subprocess
import sys

import pytest

from books import ROOT, write
from clusterbook.publishing import forms
from clusterbook.publishing.site import Inputs, Site

MADE_FROM = {"edition": "Edition 1.0.0", "data": "0123456789ab", "commit": "ba9876543210", "quoted": "Edition%201.0.0"}
TAG = '<meta name="citation_pdf_url" content="https://books.example.org/clusters/clusterbook.pdf">'
PAGE = f"<head>{TAG}</head><article>{forms.PLACE}</article><p>@@edition@@{forms.FOOT}</p>"


@pytest.fixture
def book(tmp_path):
    """A folder with a site of two pages as Sphinx left it, without anything stamped."""
    pages = tmp_path / "_build" / "work" / "html"
    (pages / "chapters").mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("title: A book\n", encoding="utf-8")
    for name in ("index.html", "chapters/data.html"):
        (pages / name).write_text(PAGE, encoding="utf-8")
    return tmp_path


def publish(book, kinds):
    Site(book).publish(Inputs("pages", "base", {**MADE_FROM, "forms": kinds}))
    return {
        name: (book / "_build" / "html" / name).read_text(encoding="utf-8")
        for name in ("index.html", "chapters/data.html")
    }


def test_a_form_is_current_for_the_state_that_it_was_made_from(book):
    forms.keep(book, "PDF", "this state", b"%PDF")

    assert forms.current(book, "this state") == ["PDF"]


def test_a_form_of_another_state_is_not_current(book):
    forms.keep(book, "PDF", "this state", b"%PDF")

    assert forms.current(book, "the next state") == []


def test_a_form_that_somebody_changed_is_not_current(book):
    forms.keep(book, "EPUB", "this state", b"PK").write_bytes(b"PK, changed")

    assert forms.current(book, "this state") == []


def test_the_key_of_a_form_holds_the_commit_but_not_which_forms_there_are():
    now = Inputs("pages", "base", {**MADE_FROM, "forms": ""})

    assert now.key == Inputs("pages", "base", {**MADE_FROM, "forms": "PDF EPUB"}).key
    assert now.key != Inputs("pages", "base", {**MADE_FROM, "commit": "another", "forms": ""}).key


def test_pages_link_the_forms_from_wherever_they_are(book):
    forms.keep(book, "PDF", "this state", b"%PDF")
    forms.keep(book, "EPUB", "this state", b"PK")

    pages = publish(book, "PDF EPUB")

    assert pages["index.html"].count('href="clusterbook.pdf"') == 2
    assert pages["chapters/data.html"].count('href="../clusterbook.epub"') == 2
    assert TAG in pages["index.html"]
    assert (book / "_build" / "html" / "clusterbook.pdf").read_bytes() == b"%PDF"


def test_a_site_without_forms_neither_links_nor_keeps_any(book):
    forms.keep(book, "PDF", "this state", b"%PDF")
    publish(book, "PDF")

    pages = publish(book, "")

    assert pages["index.html"] == "<head></head><article></article><p>Edition 1.0.0</p>"
    assert not (book / "_build" / "html" / "clusterbook.pdf").exists()


@pytest.mark.slow
def test_the_commands_make_both_forms_of_a_book_and_its_pages_link_them(tmp_path):
    root = write(tmp_path / "book", one="# One\n\nWords.\n")
    shutil.copy(ROOT / "CITATION.cff", root)

    for kind in ("pdf", "epub"):
        command = [sys.executable, "-m", "clusterbook", "--root", str(root), kind]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout == f"The {kind.upper()} is made: _build/clusterbook.{kind}; the site links it.\n"

    page = (root / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert 'href="clusterbook.pdf"' in page and 'href="clusterbook.epub"' in page
