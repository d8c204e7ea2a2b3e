"""The EPUB: valid by the checker of its kind, whole, without scripts, and the same each time."""

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

from browsing import missing
from clusterbook.publishing import epub
from clusterbook.publishing.assembling import assemble
from conftest import ROOT

STAMP = {"edition": "Edition 1.0.0", "data": "0123456789ab", "commit": "ba9876543210"}
pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def made(site):
    return epub.epub(ROOT, site, STAMP)


@pytest.fixture(scope="module")
def pages(made):
    """The pages of the EPUB by their names, each as a tree."""
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        names = [name for name in packed.namelist() if name.endswith(".xhtml")]
        return {name.removeprefix("book/"): ElementTree.fromstring(packed.read(name)) for name in names}


@pytest.mark.exhaustive
def test_the_same_site_gives_the_same_epub_to_the_byte(made, site):
    assert epub.epub(ROOT, site, STAMP) == made


def test_every_chapter_table_figure_and_note_is_in_the_epub(pages, site):
    chapters = assemble(ROOT, site, lambda chapter, anchor: f"{chapter}.xhtml")
    for chapter in chapters:
        page = pages[f"{chapter.name}.xhtml"]
        for name in ("table", "figure", "figcaption", "aside", "caption"):
            assert len(list(page.iter(f"{XHTML}{name}"))) == len(chapter.body.find_all(name)), (chapter.name, name)


def test_charts_are_drawings_for_wide_and_narrow_pages_and_say_their_finding(pages):
    drawings = [svg for page in pages.values() for svg in page.iter("{http://www.w3.org/2000/svg}svg")]

    assert len(drawings) > 16
    assert all(svg.find("{http://www.w3.org/2000/svg}title").text for svg in drawings)


def test_nothing_in_the_epub_runs_or_comes_from_elsewhere(made):
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        texts = [packed.read(name).decode("utf-8") for name in packed.namelist() if not name.endswith(".png")]

    assert not [
        text for text in texts if re.search(r"<(script|iframe|form|button)|@import|url\((?!#)|src=\"http", text)
    ]


def test_the_contents_of_the_epub_name_every_chapter(pages, site):
    named = {link.get("href").partition("#")[0] for link in pages["nav.xhtml"].iter(f"{XHTML}a")}

    assert {f"{chapter.name}.xhtml" for chapter in assemble(ROOT, site, lambda *_: "#")} <= named


def test_epubcheck_finds_neither_errors_nor_warnings(made, tmp_path):
    checker, java = shutil.which("epubcheck"), shutil.which("java")
    if not checker or not java:
        missing("epubcheck or java is not installed")
    (tmp_path / "book.epub").write_bytes(made)

    # Debian's epubcheck is the archive of classes itself, which runs by name only where the kernel knows such
    checked = subprocess.run([java, "-jar", checker, tmp_path / "book.epub"], capture_output=True, text=True)

    assert checked.returncode == 0, checked.stderr
    assert "0 fatals / 0 errors / 0 warnings" in checked.stdout
