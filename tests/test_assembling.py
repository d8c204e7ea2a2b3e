"""The pages of the built site as chapters of one book."""

from collections import Counter

import pytest
import yaml

from clusterbook.errors import BuildError
from clusterbook.publishing.assembling import assemble
from conftest import ROOT

PAGE = """<article class="bd-article"><section id="a">
<h1>{title}<a class="headerlink" href="#a">#</a></h1>{body}</section></article>"""
SIGN = """<span class="cb-claim cb-holds" id="sign-0"><button>✓ holds</button>
<span class="cb-claim-note"><a href="chapters/one.html#row">See the claim</a></span></span>"""


@pytest.fixture(scope="module")
def chapters(site):
    """The chapters of the whole book, their links all anchors."""
    return assemble(ROOT, site, lambda chapter, anchor: f"#{anchor or chapter}")


@pytest.fixture
def two_pages(tmp_path):
    """A function that makes a book of a landing page and one chapter, and returns its chapters."""

    def make(front="", chapter=""):
        contents = {"root": "index", "chapters": [{"file": "chapters/one"}]}
        (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
        (tmp_path / "chapters").mkdir()
        (tmp_path / "index.html").write_text(PAGE.format(title="Front", body=front), encoding="utf-8")
        (tmp_path / "chapters" / "one.html").write_text(PAGE.format(title="One", body=chapter), encoding="utf-8")
        return assemble(tmp_path, tmp_path, lambda chapter, anchor: f"{chapter}.xhtml" + (anchor and f"#{anchor}"))

    return make


def test_chapters_come_in_the_order_of_the_contents_with_their_numbers(chapters):
    named = [chapter.name for chapter in chapters]
    numbers = {chapter.name: chapter.headings[0].number for chapter in chapters}

    assert named[:3] == ["index", "introduction", "theory"]
    assert named[-1] == "colophon"
    assert numbers["drivers"] == "6"
    assert numbers["penang"] == "6.3"
    assert [chapter.part for chapter in chapters if chapter.part] == ["The paper", "The paper checked", "Appendices"]


def test_an_id_stands_once_in_the_book(chapters):
    ids = Counter(tag["id"] for chapter in chapters for tag in [chapter.body, *chapter.body.find_all(id=True)])

    assert [id for id, times in ids.items() if times > 1] == []


def test_every_link_of_the_book_leads_to_a_place_in_it(chapters):
    ids = {tag["id"] for chapter in chapters for tag in [chapter.body, *chapter.body.find_all(id=True)]}
    inner = [link["href"] for chapter in chapters for link in chapter.body.select('a[href^="#"]')]

    assert len(inner) > 1000
    assert [link for link in inner if link[1:] not in ids] == []


def test_nothing_is_left_that_only_a_screen_can_use(chapters):
    unwanted = (
        "button, input, select, form, script, style, details, "
        ".cb-live, .cb-claim-note, .cb-bar, .cb-foot, .cb-explorer, .headerlink"
    )

    assert [chapter.name for chapter in chapters if chapter.body.select(unwanted)] == []


def test_every_chart_says_its_finding_inside_its_picture(chapters):
    pictures = [svg for chapter in chapters for svg in chapter.body.select(".cb-wide svg")]

    assert len(pictures) > 8
    assert all(svg.find("title", recursive=False).get_text() for svg in pictures)


def test_a_sign_becomes_a_link_to_the_row_that_says_why(two_pages):
    front, _ = two_pages(SIGN, '<p id="row">Why</p>')

    link = front.body.select_one("a.cb-sign")
    assert (link.get_text(), link["href"]) == ("✓ holds", "one.xhtml#one--row")


def test_what_is_folded_on_the_site_is_open_in_the_book(two_pages):
    front, _ = two_pages("<details class='cb-folded'><summary>Show</summary><p>All of it</p></details>")

    assert front.body.select_one(".cb-folded").name == "div"
    assert "Show" not in front.body.get_text()


def test_a_link_to_what_is_no_chapter_becomes_plain_text(two_pages):
    front, _ = two_pages('<p>See <a href="genindex.html">the index</a>.</p>')

    assert front.body.select("a") == []
    assert "See the index." in front.body.get_text()


def test_a_link_to_nowhere_is_refused_with_its_page(two_pages):
    with pytest.raises(BuildError, match=r"chapters/one\.html links to \.\./index\.html#gone"):
        two_pages(chapter='<a href="../index.html#gone">there</a>')


def test_a_page_without_an_article_is_refused(two_pages, tmp_path):
    two_pages()
    (tmp_path / "index.html").write_text("<main></main>", encoding="utf-8")

    with pytest.raises(BuildError, match=r"index\.html of the built site has no article"):
        assemble(tmp_path, tmp_path, lambda chapter, anchor: chapter)


def test_exercises_stand_on_paper_and_their_solutions_do_not(two_pages):
    exercise = '<div class="admonition exercise" id="ex"><p class="admonition-title">Exercise 1.1</p><p>Why?</p></div>'
    solution = '<details class="admonition solution"><summary>Solution</summary><p>Because.</p></details>'

    text = two_pages(chapter=exercise + solution)[1].body.get_text(" ")

    assert "Exercise 1.1 Why?" in text
    assert "Because" not in text
