"""Found and cited: what each page says of itself, and the files that stand beside the pages for machines."""

from __future__ import annotations

import functools
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import rispy
import yaml
from bs4 import BeautifulSoup
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from frictionless import Package
from jsonschema import Draft7Validator
from PIL import Image
from pybtex.database import parse_string
from rdflib import RDF, BNode, Graph, URIRef

import browsing
import made
from browsing import NARROW, PAGES, ROOT, arrive, each_page
from clusterbook import files
from clusterbook.errors import BuildError
from clusterbook.publishing import cards, citing, linked_data
from clusterbook.publishing.addresses import Addresses
from clusterbook.publishing.build import build
from clusterbook.publishing.citing import FORMS, Name, Work, to_bibtex, to_csl, to_ris, to_text, works
from clusterbook.publishing.packing import pack
from clusterbook.publishing.site import Inputs
from clusterbook.publishing.wayfinding import hold_anywhere, site_map

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # of Jupyter Book's own transforms

BOOK = "Institutions and technological upgrading in four clusters"
SCHEMAS = ROOT / "tests" / "schemas"
CHAPTERS = [page for page in PAGES if Path(page).stem in {"introduction", "buenos-aires", "beyond"}]
WHERE = Addresses(made.ADDRESS, made.REPOSITORY, "main")


@pytest.fixture(scope="module")
def read(site) -> Callable[[str], BeautifulSoup]:
    """A function that reads one page of the site, once."""
    return functools.cache(lambda page: BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser"))


def meta(page: BeautifulSoup, name: str) -> list[str]:
    """What the meta tags of a name say."""
    found = page.find_all("meta", attrs={"name": name}) + page.find_all("meta", attrs={"property": name})
    return [tag["content"] for tag in found]


def address_of(page: str) -> str:
    return made.ADDRESS if page == "index.html" else made.ADDRESS + page


# --- titles and descriptions


@each_page
def test_a_page_says_what_it_is_in_its_title_and_in_what_is_shared_of_it(site, read, page):
    head = read(page)
    title = head.title.string
    plain = re.sub(r"^\d+(\.\d+)*\. ", "", head.find("h1").get_text().removesuffix("#"))

    assert title == (BOOK if page == "index.html" else f"{plain} · {BOOK}")
    assert head.html["lang"] == "en-GB"
    (description,) = meta(head, "description")
    assert meta(head, "og:description") == [description]
    assert (meta(head, "og:title"), meta(head, "og:site_name")) == ([plain], [BOOK])
    assert meta(head, "og:type") == ["website" if page == "index.html" else "article"]
    assert meta(head, "og:url") == [address_of(page)]
    assert [link["href"] for link in head.find_all("link", rel="canonical")] == [address_of(page)]
    assert meta(head, "twitter:card") == ["summary_large_image"]
    assert meta(head, "robots") == []


@each_page
def test_a_description_is_a_sentence_that_a_search_engine_shows_whole_and_no_new_survey_makes_false(read, page):
    (description,) = meta(read(page), "description")

    assert 110 <= len(description) <= 160
    assert description.endswith(".")
    assert re.findall(r"\d+", re.sub(r"\b(1[89]|20)\d\d\b", "", description)) == []


def test_no_two_pages_describe_themselves_alike(read):
    assert len({meta(read(page), "description")[0] for page in PAGES}) == len(PAGES)


# --- pictures


@each_page
def test_the_picture_of_a_page_is_a_small_card_of_the_usual_size_with_words(site, read, page):
    head = read(page)
    (address,), (words,) = meta(head, "og:image"), meta(head, "og:image:alt")
    file = site / address.removeprefix(made.ADDRESS)

    with Image.open(file) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert (meta(head, "og:image:width"), meta(head, "og:image:height")) == (["1200"], ["630"])
    assert file.stat().st_size <= 100 * 1024
    assert 20 <= len(words) <= cards.TOLD
    own = bool(head.select(".cb-chart"))
    assert Path(page).stem == file.stem if own else file.stem == "index"


def test_the_words_of_a_picture_are_the_title_and_the_alternative_text_of_the_page_s_first_chart(read):
    page = read("chapters/buenos-aires.html")
    told = page.select_one(".cb-still")["aria-label"]

    assert meta(page, "og:image:alt")[0][:200] == f"Buenos Aires: the automotive cluster. {told}"[:200]


SPEC: dict[str, Any] = {
    "mark": "bar",
    "data": {"values": [{"a": "x", "b": 1}, {"a": "y", "b": 2}]},
    "encoding": {"y": {"field": "a", "type": "nominal"}, "x": {"field": "b", "type": "quantitative"}},
}


def test_a_card_is_drawn_from_the_chart_alike_each_time_and_otherwise_from_another():
    other = json.loads(json.dumps(SPEC).replace('"b": 2', '"b": 9'))

    assert cards.draw("A title", BOOK, SPEC) == cards.draw("A title", BOOK, SPEC)
    assert len({cards.draw(*card) for card in (("A", BOOK, SPEC), ("A", BOOK, other), ("B", BOOK, SPEC))}) == 3


def test_a_card_has_ink_to_its_title_and_its_chart_and_a_title_with_signs_of_markup_is_no_markup():
    bare, full = (Image.open(io.BytesIO(cards.draw("R&D <b>", BOOK, spec))).convert("L") for spec in (None, SPEC))
    ink = [sum(value < 128 for value in picture.tobytes()) for picture in (bare, full)]

    assert 500 < ink[0] < ink[1]


def test_a_chart_that_is_tall_stands_beside_its_title_and_a_wide_one_below_it():
    tall, wide = ({**SPEC, "width": 300, "height": high} for high in (600, 60))

    def top(spec: dict[str, Any]) -> float:
        return float(re.search(r'<svg x="[\d.]+" y="([\d.]+)"', cards._arranged("A title", BOOK, spec))[1])

    assert top(tall) == cards.MARGIN
    assert top(wide) > 2 * cards.MARGIN


# --- JSON-LD

SCHEMA = "https://schema.org/"
VOCABULARY = json.loads((SCHEMAS / "schema-org.json").read_text(encoding="utf-8"))["types"]
# What a literal may stand for; a text that is a date or an address passes as one.
PLAIN = {"Text", "URL", "Number", "Integer", "Float", "Boolean", "Date", "DateTime", "Time", "Duration", "Language"}
# schema.org asks for a thing with a name where a plain text is also read: "even if it's not the right type".
NEEDED = {
    "Dataset": {"name", "description", "license", "creator", "distribution", "variableMeasured", "temporalCoverage"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "ScholarlyArticle": {"headline", "author"},
    "Chapter": {"name", "isPartOf", "description", "url"},
    "Book": {"name", "author", "url", "inLanguage", "isBasedOn"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Person": {"name"},
    "Organization": {"name"},
}


def above(kind: str) -> set[str]:
    """A type and all that it is a kind of."""
    return {kind}.union(*(above(name) for name in VOCABULARY[kind]["is"]))


def properties(kinds: set[str]) -> dict[str, set[str]]:
    """The properties that a thing of these types may have, with what each may hold."""
    return {name: set(held.split(" | ")) for kind in kinds for name, held in VOCABULARY[kind]["properties"].items()}


def understood(text: str, base: str) -> Graph:
    """The statements of a page's JSON-LD, read without asking schema.org for its context."""
    told = json.loads(text)
    assert told["@context"] == "https://schema.org"
    told["@context"] = {
        "@vocab": SCHEMA,
        **{name: {"@type": "@id"} for name in ("url", "contentUrl", "item", "license")},
    }
    return Graph().parse(data=json.dumps(told), format="json-ld", base=base)


def faults(graph: Graph) -> list[str]:
    """Where statements are not those of schema.org: unknown types and properties, and values of the wrong kind."""
    found = []
    for thing in sorted(set(graph.subjects()), key=str):
        named = {str(kind).removeprefix(SCHEMA) for kind in graph.objects(thing, RDF.type)}
        if not named or not named <= set(VOCABULARY):
            found.append(f"{thing}: the types {named or 'are none'}")
            continue
        may = properties(set().union(*map(above, named)))
        for verb, value in graph.predicate_objects(thing):
            name = str(verb).removeprefix(SCHEMA)
            if verb == RDF.type:
                continue
            kinds = {str(kind).removeprefix(SCHEMA) for kind in graph.objects(value, RDF.type)}
            held = set().union(*(above(kind) for kind in kinds & set(VOCABULARY))) if kinds else PLAIN
            if name not in may:
                found.append(f"{named} has no {name}")
            elif not kinds and (isinstance(value, BNode) or ("#" in str(value)[:-1] and isinstance(value, URIRef))):
                found.append(f"{named}, {name}: says nothing")
            elif not kinds and isinstance(value, URIRef) and not may[name] <= PLAIN:
                continue  # a page that stands for the thing
            elif not may[name] & held:
                found.append(f"{named}, {name}: {value} is none of {may[name]}")
        for kind in named & set(NEEDED):
            said = {str(verb).removeprefix(SCHEMA) for verb in graph.predicates(thing)}
            if kind == "ScholarlyArticle" and "Chapter" in named:
                said.add("headline")
            found += [f"{kind} {thing} lacks {name}" for name in sorted(NEEDED[kind] - said)]
    return found


def graph_of(page: BeautifulSoup, name: str) -> Graph:
    (script,) = page.find_all("script", type="application/ld+json")
    return understood(script.string, address_of(name))


@each_page
def test_what_a_page_tells_machines_is_in_the_words_of_schema_org_and_complete(read, page):
    graph = graph_of(read(page), page)

    assert len(graph) > 20
    assert faults(graph) == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"@type": "Buch"}, "types"),
        ({"@type": "Person", "name": "A", "isbn": "1"}, "has no isbn"),
        ({"@type": "Book", "author": {"@type": "Place"}}, "is none of"),
        ({"@type": "Dataset", "name": "A"}, "lacks distribution"),
        ({"@type": "Chapter", "name": "A", "isPartOf": {"@id": "_:nothing"}}, "says nothing"),
    ],
)
def test_the_validator_sees_what_is_not_schema_org_s(told, fault):
    graph = understood(json.dumps({"@context": "https://schema.org", "@graph": [told]}), made.ADDRESS)

    assert any(fault in said for said in faults(graph)), faults(graph)


def names(graph: Graph, kind: str) -> dict[str, Any]:
    return {
        str(graph.value(thing, URIRef(SCHEMA + "name"))): thing
        for thing in graph.subjects(RDF.type, URIRef(SCHEMA + kind))
    }


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_is_an_article_in_the_book_and_based_on_the_paper_of_its_two_authors(read, page):
    graph = graph_of(read(page), page)
    part, based, author = (URIRef(SCHEMA + name) for name in ("isPartOf", "isBasedOn", "author"))
    (chapter,) = names(graph, "Chapter").values()
    book = names(graph, "Book")[BOOK]
    paper = graph.value(chapter, based)

    assert (chapter, RDF.type, URIRef(SCHEMA + "ScholarlyArticle")) in graph
    assert graph.value(chapter, part) == book
    assert graph.value(book, based) == paper
    people = {str(graph.value(one, URIRef(SCHEMA + "name"))) for one in graph.objects(paper, author)}
    assert people == {"Rajah Rasiah", "Jebamalai Vinanchiarachi"}
    assert graph.value(chapter, URIRef(SCHEMA + "datePublished")) is None, (
        "no edition is published, so there is no date"
    )


def test_the_trail_of_a_page_leads_from_the_first_page_by_way_of_the_chapter_above_it(read):
    (trail,) = [
        thing
        for thing in json.loads(read("chapters/penang.html").find("script", type="application/ld+json").string)[
            "@graph"
        ]
        if thing["@type"] == "BreadcrumbList"
    ]

    assert [(step["position"], step["item"].removeprefix(made.ADDRESS)) for step in trail["itemListElement"]] == [
        (1, ""),
        (2, "chapters/drivers.html"),
        (3, "chapters/penang.html"),
    ]


def test_the_data_page_describes_the_data_package_file_by_file(site, read, data):
    page = read("chapters/data.html")
    told = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
    (dataset,) = [thing for thing in told if thing["@type"] == "Dataset"]
    addresses = [file["contentUrl"] for file in dataset["distribution"]]

    assert {address.removeprefix(f"{made.ADDRESS}data/") for address in addresses} == {
        "data-package.zip",
        *(entry["path"] for entry in json.loads((ROOT / "data" / "datapackage.json").read_text())["resources"]),
    }
    assert all((site / address.removeprefix(made.ADDRESS)).is_file() for address in addresses)
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["temporalCoverage"] == "2000/2006"
    assert [place["name"].split(",")[0] for place in dataset["spatialCoverage"]] == list(data["clusters"]["name"])
    share = next(one for one in dataset["variableMeasured"] if one["propertyID"] == "capabilities.share_pct_printed")
    assert (share["unitText"], share["minValue"], share["maxValue"]) == ("per cent", 0, 100)
    assert 50 <= len(dataset["description"]) <= 5000
    assert [link["href"] for link in page.find_all("link", rel="describedby")] == ["../data/datapackage.json"]


def test_words_with_markup_in_them_cannot_end_the_script_that_holds_them():
    words = '</script><script>alert("R&D")</script><!-- \u2028'
    work = Work("book", words, (Name(words),))
    page = linked_data.Page("chapters/one", words, words)

    text = linked_data.graph(page, {"book": work}, WHERE)

    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text)["@graph"][0]["name"] == words


# --- Google Scholar


@each_page
def test_the_first_page_and_the_chapters_carry_the_tags_that_scholars_tools_read(read, page):
    head = read(page)
    appendices = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"][-1]["chapters"]

    if page.removesuffix(".html") not in [entry["file"] for entry in appendices]:
        assert meta(head, "citation_title") == meta(head, "og:title")
        assert meta(head, "citation_author") == ["The clusterbook developers"]
        assert meta(head, "citation_language") == ["en"]
        assert meta(head, "citation_public_url") == [address_of(page)]
        assert meta(head, "citation_inbook_title") == ([] if page == "index.html" else [BOOK])
        assert meta(head, "citation_publication_date") == [], "no edition is published, so there is no date"
    else:
        assert [tag["name"] for tag in head.find_all("meta", attrs={"name": re.compile("^citation_")})] == []


# --- finding the way


def test_the_site_map_lists_every_page_once_in_the_order_of_the_contents(site):
    urls = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))

    assert urls == [address_of(page) for page in PAGES]
    assert f"Sitemap: {made.ADDRESS}sitemap.xml\n" in (site / "robots.txt").read_text(encoding="utf-8")


def test_an_address_with_an_ampersand_is_escaped_in_the_site_map():
    assert "<loc>https://books.example.org/a&amp;b/</loc>" in site_map(["https://books.example.org/a&b/"])


def test_the_page_for_lost_readers_asks_not_to_be_listed(read):
    assert meta(read("404.html"), "robots") == ["noindex"]
    assert read("404.html").find_all("link", rel="canonical") == []


def test_the_search_says_what_it_searches(read):
    assert 110 <= len(meta(read("search.html"), "description")[0]) <= 160
    assert meta(read("search.html"), "robots") == []


def test_links_of_the_page_for_lost_readers_hold_at_any_depth_and_links_within_and_abroad_stay(tmp_path):
    (tmp_path / "404.html").write_text(
        '<html data-content_root="./"><a href="chapters/one.html"><a href="#top"><img src="a.png"><a href="/x">'
        '<a href="https://example.org/"><a href="mailto:a"><form action="search.html"><link href="">',
        encoding="utf-8",
    )

    hold_anywhere(tmp_path, "/book/")

    assert (tmp_path / "404.html").read_text(encoding="utf-8") == (
        '<html data-content_root="/book/"><a href="/book/chapters/one.html"><a href="#top"><img src="/book/a.png">'
        '<a href="/x"><a href="https://example.org/"><a href="mailto:a"><form action="/book/search.html"><link href="">'
    )


class _Host(browsing.Host):
    """A host that keeps the site in a folder, and shows 404.html for what it does not have, as static hosts do."""

    folder = urlsplit(made.ADDRESS).path

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.folder.rstrip("/")))

    def send_error(self, code: int, *_: object, **__: object) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture
def host(site) -> Iterator[str]:
    with browsing.serving(site, _Host) as host:
        yield f"{host}{_Host.folder}"


# Words that stand on these pages in cells of tables only, the second in a claim.
FOUND = {"ergonomics": "data", "Llanquihue": "claims"}


@pytest.mark.slow
@pytest.mark.browser
def test_a_reader_who_is_lost_gets_a_page_in_style_the_contents_and_a_search_that_knows_the_tables(browser, host, read):
    for word, page in FOUND.items():
        places = read(f"chapters/{page}.html").find("article").find_all(string=re.compile(word, re.I))
        assert places and all(place.find_parent(["td", "th"]) for place in places), "the word proves nothing"
    context = browser.new_context(viewport=NARROW)
    tab = browsing.watched(context, host)
    arrive(tab, f"{host}chapters/of/another/book.html")
    tab.wait_for_load_state("networkidle")

    missing = f"404: {host}chapters/of/another/book.html"
    assert [fault for fault in tab.faults if fault != missing and "status of 404" not in fault] == []
    assert tab.title().startswith("Page not found")
    links = tab.locator("article li a").evaluate_all("links => links.map(link => link.href)")
    assert links == [host + ("index.html" if page == "index.html" else page) for page in PAGES]
    assert tab.locator("article").evaluate("article => getComputedStyle(article).fontFamily") != "serif"
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    tab.locator("#cb-lost-words").fill("salmon")
    tab.locator(".cb-lost button").click()
    tab.wait_for_selector("#search-results li a")
    assert tab.url == f"{host}search.html?q=salmon"
    for word, page in FOUND.items():
        arrive(tab, f"{host}search.html?q={word}")
        tab.wait_for_selector(f"#search-results li a[href*='chapters/{page}.html']")
    context.close()


# --- without an address


@pytest.fixture(scope="module")
def unplaced(tmp_path_factory) -> Path:
    """The site of a small book of which nobody said where it is."""
    folder = tmp_path_factory.mktemp("unplaced") / "book"
    (folder / "chapters").mkdir(parents=True)
    made.settings(ROOT, folder)
    for name in ("references.bib", "CITATION.cff", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "index.md").write_text("# A small book\n\nIt has chapters.\n", encoding="utf-8")
    about = "---\nmyst:\n  html_meta:\n    description: Of its own.\n---\n\n"
    (folder / "chapters" / "one.md").write_text(f"{about}# One\n\nText.\n", encoding="utf-8")
    sending = f"{about}# How it is made\n\n(corrections)=\n## Sending a correction\n\nText.\n"
    (folder / "chapters" / "colophon.md").write_text(sending, encoding="utf-8")
    shutil.copy(ROOT / "chapters" / "cite.md", folder / "chapters")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n  - caption: The paper\n    numbered: true\n    chapters:\n"
        "      - file: chapters/one\n      - file: chapters/cite\n      - file: chapters/colophon\n",
        encoding="utf-8",
    )
    text = (folder / "chapters" / "cite.md").read_text(encoding="utf-8")
    (folder / "chapters" / "cite.md").write_text(text.replace("{ref}`data`", "A page").replace("{cite:t}", ""))
    return build(folder).parent


@pytest.mark.slow
def test_without_an_address_only_what_needs_one_is_left_out(unplaced):
    page = BeautifulSoup((unplaced / "chapters" / "one.html").read_text(encoding="utf-8"), "html.parser")

    assert meta(page, "description") == meta(page, "og:description") == ["Of its own."]
    assert meta(page, "og:title") == meta(page, "citation_title") == ["One"]
    assert meta(page, "twitter:card") == ["summary"]
    absent = ("og:url", "og:image", "og:image:alt", "citation_public_url", "robots")
    assert [meta(page, name) for name in absent] == [[]] * len(absent)
    assert page.find_all("link", rel="canonical") == []
    assert not (unplaced / "sitemap.xml").exists() and not (unplaced / "robots.txt").exists()
    assert (unplaced / "404.html").is_file() and (unplaced / "data" / "datapackage.json").is_file()
    told = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
    assert [thing["@type"] for thing in told] == ["Book", ["Chapter", "ScholarlyArticle"], "ScholarlyArticle"]
    assert [one for one in told if "url" in one or "image" in one] == []
    foot = [link["href"] for link in page.select(".cb-foot a")]
    assert foot == ["../_sources/chapters/one.md", "colophon.html#corrections", "cite.html"]
    assert (unplaced / "_sources" / "chapters" / "one.md").is_file()


def test_a_page_without_a_description_fails_the_build_by_its_name(tmp_path):
    folder = tmp_path / "book"
    (folder / "chapters").mkdir(parents=True)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, folder)
    described = "---\nmyst:\n  html_meta:\n    description: A book.\n---\n\n# A book\n\nText.\n"
    (folder / "index.md").write_text(described, encoding="utf-8")
    (folder / "chapters" / "mute.md").write_text("# Mute\n\nText.\n", encoding="utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n  - chapters:\n      - file: chapters/mute\n"
    )

    with pytest.raises(BuildError, match=r"chapters/mute\.md: WARNING: the page has no description") as caught:
        build(folder)

    assert "index.md" not in str(caught.value)


# --- addresses


@pytest.fixture
def settings(tmp_path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        (tmp_path / "_config.yml").write_text(f"title: A\n{text}", encoding="utf-8")
        return tmp_path

    return write


def test_the_book_itself_names_no_address_since_none_is_known(root):
    assert Addresses.of(root) == Addresses()


def test_addresses_are_jupyter_book_s_own_keys(settings):
    folder = settings(
        "html: {baseurl: https://books.example.org/a}\n"
        "repository: {url: https://git.example.org/b/c.git, branch: dev, path_to_book: book}\n"
    )

    assert Addresses.of(folder) == Addresses(
        "https://books.example.org/a/", "https://git.example.org/b/c", "dev", "book/"
    )


def test_the_environment_goes_before_the_settings_and_an_empty_word_of_it_says_nothing(settings, monkeypatch):
    folder = settings("html: {baseurl: https://books.example.org/a}\nrepository: {url: https://git.example.org/b/c}\n")
    monkeypatch.setenv("CLUSTERBOOK_ADDRESS", "https://other.example.org")
    monkeypatch.setenv("CLUSTERBOOK_REPOSITORY", "")

    assert Addresses.of(folder) == Addresses("https://other.example.org/", "https://git.example.org/b/c", "HEAD")


@pytest.mark.parametrize("address", ["books.example.org/a", "ftp://example.org", "https://example.org/?a=b", "/book/"])
def test_what_is_no_address_of_a_folder_is_refused_with_the_place_where_it_was_given(settings, monkeypatch, address):
    with pytest.raises(BuildError, match=r"^_config\.yml, html\.baseurl: .* is no address"):
        Addresses.of(settings(f"html: {{baseurl: '{address}'}}\n"))
    monkeypatch.setenv("CLUSTERBOOK_REPOSITORY", address)
    with pytest.raises(BuildError, match=r"^CLUSTERBOOK_REPOSITORY: .* is no address"):
        Addresses.of(settings(""))


def test_a_new_address_makes_every_page_anew(root, monkeypatch):
    before = Inputs.of(root)
    monkeypatch.setenv("CLUSTERBOOK_ADDRESS", made.ADDRESS)
    after = Inputs.of(root)

    assert before.pages != after.pages and before.base != after.base


@pytest.mark.parametrize(
    ("repository", "source", "issue"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/blob/main/one.md", "/issues/new?title=T&body=B"),
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/blob/main/one.md", "/-/issues/new?issue%5Btitle%5D=T&"),
    ],
)
def test_sources_and_issues_are_where_the_kinds_of_repositories_keep_them(repository, source, issue):
    where = Addresses(repository=repository, branch="main")

    assert where.source("one.md") == source
    assert where.issue("T", "B").startswith(repository + issue)


def test_the_workflow_that_publishes_passes_on_what_it_knows(root):
    workflow = yaml.safe_load((root / ".github" / "workflows" / "book.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["test-and-build"]["steps"]
    (build_step,) = [step for step in steps if step.get("run") == "make pdf epub validate"]
    (asking,) = [step for step in steps if step.get("uses", "").startswith("actions/configure-pages@")]

    assert tuple(build_step["env"]) == files.ADDRESS_VARIABLES
    assert f"steps.{asking['id']}.outputs.base_url" in build_step["env"]["CLUSTERBOOK_ADDRESS"]
    assert steps.index(build_step) == 1 + [step.get("run") for step in steps].index(".ci/run")


# --- citations


@pytest.fixture
def cited(tmp_path) -> Callable[..., dict[str, Work]]:
    """A function that reads the works of a copy of the book in which an edition may have been published."""

    def read(*, published: bool) -> dict[str, Work]:
        text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
        if published:
            text = text.replace("version: 1.0.0", "version: 1.0.0\ndate-released: 2027-01-31")
            (tmp_path / "editions").mkdir(exist_ok=True)
            (tmp_path / "editions" / "1.0.0.json").write_text("{}", encoding="utf-8")
        (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
        return works(tmp_path, WHERE)

    return read


def test_the_citation_file_is_one(root):
    told = yaml.load((root / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    schema = json.loads((SCHEMAS / "citation-file-format-1.2.0.json").read_text(encoding="utf-8"))

    assert [error.message for error in Draft7Validator(schema).iter_errors(told)] == []
    assert list(Draft7Validator(schema).iter_errors({**told, "titel": "A"})), "the schema refuses an unknown key"


def test_the_paper_is_the_same_in_the_citation_file_and_in_the_bibliography(root, cited):
    paper = cited(published=False)["paper"]
    entry = parse_string((root / "references.bib").read_text(encoding="utf-8"), "bibtex").entries[
        "rasiahvinanchiarachi"
    ]

    assert re.sub("[{}]", "", entry.fields["title"]) == paper.title
    assert [(one.last_names, one.first_names) for one in entry.persons["author"]] == [
        ([one.family], [one.given]) for one in paper.authors
    ]


@pytest.mark.parametrize("published", [False, True], ids=["unpublished", "published"])
def test_a_reader_of_bibtex_gets_the_same_book(cited, published):
    book = cited(published=published)["book"]
    (entry,) = parse_string(to_bibtex(book), "bibtex").entries.values()

    assert entry.fields["title"] == f"{{{BOOK}}}"
    assert str(entry.persons["author"][0]) == "{The clusterbook developers}"
    assert entry.fields["url"] == made.ADDRESS
    if published:
        assert (entry.type, entry.fields["year"], entry.fields["edition"]) == ("book", "2027", "1.0.0")
    else:
        assert (entry.type, entry.fields["note"]) == ("unpublished", "Unpublished, to become edition 1.0.0")
        assert "year" not in entry.fields


@pytest.mark.parametrize("published", [False, True], ids=["unpublished", "published"])
def test_a_reader_of_ris_gets_the_same_book(cited, published):
    (record,) = rispy.loads(to_ris(cited(published=published)["book"]))

    assert (record["title"], record["authors"]) == (BOOK, ["The clusterbook developers"])
    assert record["urls"] == [made.ADDRESS]
    if published:
        assert (record["type_of_reference"], record["year"], record["date"]) == ("BOOK", "2027", "2027/01/31")
        assert record["edition"] == "1.0.0"
    else:
        assert (record["type_of_reference"], "year" in record) == ("UNPB", False)
        assert record["notes"] == ["Unpublished, to become edition 1.0.0"]


@pytest.mark.parametrize("published", [False, True], ids=["unpublished", "published"])
def test_a_reader_of_csl_json_makes_a_reference_of_both_works(cited, published):
    found = cited(published=published)
    items = [json.loads(to_csl(work))[0] for work in found.values()]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    book, paper = sorted(map(str, bibliography.bibliography()), key=lambda text: BOOK not in text)

    assert "The clusterbook developers" in book and BOOK in book and ("2027" in book) == published
    assert "Rasiah" in paper and "Vinanchiarachi" in paper and found["paper"].title in paper


def test_the_plain_words_give_authors_title_edition_and_address(cited):
    assert to_text(cited(published=True)["book"]) == (
        f"The clusterbook developers (2027). {BOOK}. Edition 1.0.0. {made.ADDRESS}\n"
    )
    assert to_text(cited(published=False)["paper"]).startswith(
        "Rasiah, Rajah and Vinanchiarachi, Jebamalai. Institutional"
    )


def test_a_date_of_release_without_its_edition_is_not_believed(cited, tmp_path):
    cited(published=True)
    (tmp_path / "editions" / "1.0.0.json").unlink()
    found = works(tmp_path, WHERE)["book"]

    assert (found.published, found.released) == (False, None)


def test_a_published_edition_gives_its_day_to_scholars_and_machines(cited):
    found = cited(published=True)
    told = json.loads(linked_data.graph(linked_data.Page("chapters/one", "One", "A page.", "1"), found, WHERE))[
        "@graph"
    ]

    assert found["book"].released == date(2027, 1, 31)
    assert [thing.get("datePublished") for thing in told] == ["2027-01-31", "2027-01-31", None]
    assert told[0]["bookEdition"] == "1.0.0"


def test_the_page_shows_every_form_and_each_is_a_file_beside_it(site, read):
    page = read("chapters/cite.html")
    blocks = [block.get_text().strip() for block in page.select(".cb-citation pre")]
    links = [link["href"] for link in page.select("article a.cb-file")]

    assert links == [f"../cite/{work}.{ending}" for work in ("book", "paper") for ending in FORMS]
    kept = [(site / "chapters" / link).resolve().read_text(encoding="utf-8").strip() for link in links]
    assert blocks == kept
    assert set(citing.FORMS) == {"txt", "bib", "ris", "json"}


# --- the data package


def test_the_published_data_are_a_valid_data_package_that_is_to_the_byte_the_book_s(site):
    report = Package(str(site / "data" / "datapackage.json")).validate()

    assert report.valid, report.flatten(["type", "message"])
    for path in (ROOT / "data").iterdir():
        assert (site / "data" / path.name).read_bytes() == path.read_bytes()


def test_the_readme_of_the_data_names_every_file_and_column_and_says_how_to_load_and_cite_them(site):
    text = (site / "data" / "README.md").read_text(encoding="utf-8")
    described = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))

    for entry in described["resources"]:
        part = re.search(rf"^### {re.escape(entry['path'])}\n(.*?)(?=^##)", text, re.M | re.S)[1]
        assert f"| `{entry['path']}` | {entry['title']} |" in text
        assert all(f"- `{field['name']}` (" in part for field in entry.get("schema", {}).get("fields", []))
    for word in (
        "CC-BY-4.0" if "CC-BY-4.0" in text else "Creative Commons",
        "missing value",
        "read.csv",
        BOOK,
        "Rasiah",
    ):
        assert word in text
    assert "$" not in text


def test_the_python_of_the_readme_loads_the_data(site, monkeypatch):
    text = (site / "data" / "README.md").read_text(encoding="utf-8")
    monkeypatch.chdir(site / "data")

    for code in re.findall(r"```python\n(.*?)```", text, re.S):
        found: dict[str, Any] = {}
        exec(code, found)
        assert len(found["capabilities"]) == 72


def test_the_archive_holds_the_published_files_and_is_the_same_each_time(site, tmp_path):
    with zipfile.ZipFile(site / "data" / "data-package.zip") as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    beside = {path.name: path.read_bytes() for path in (site / "data").iterdir() if path.suffix != ".zip"}
    pack(tmp_path / "again.zip", dict(reversed(held.items())))

    assert held == beside
    assert (tmp_path / "again.zip").read_bytes() == (site / "data" / "data-package.zip").read_bytes()


def test_the_data_page_offers_every_file(site, read):
    links = {link["href"] for link in read("chapters/data.html").select(".cb-files a")}

    assert links == {f"../data/{path.name}" for path in (site / "data").iterdir()}


# --- source and correction


@each_page
def test_the_foot_of_a_page_leads_to_its_source_and_to_a_correction_that_names_page_edition_and_commit(
    site, read, page
):
    foot = {link.get_text(): link["href"] for link in read(page).select("article .cb-foot a")}
    source = page.replace(".html", ".md")
    issue = urlsplit(foot["Suggest a correction"])
    asked = parse_qs(issue.query)
    said = read(page).select_one(".cb-edition").get_text()

    kept = (site / page).parent / foot["Source of this page"]
    assert kept.read_bytes() == (ROOT / source).read_bytes()
    assert foot["Source in the repository"] == f"{made.REPOSITORY}/blob/main/{source}"
    assert f"{issue.scheme}://{issue.netloc}{issue.path}" == f"{made.REPOSITORY}/issues/new"
    assert asked["title"][0].startswith("Correction: ")
    assert f"Page: {address_of(page)}\nState: {said}\n" in asked["body"][0]
    assert ("How to cite" in foot) == (page != "chapters/cite.html")


@pytest.mark.parametrize(("page", "href"), [("one", "colophon.html#corrections"), ("colophon", "#corrections")])
def test_without_a_repository_a_correction_leads_to_the_words_on_sending_one(unplaced, page, href):
    def opened(name: str) -> BeautifulSoup:
        return BeautifulSoup((unplaced / "chapters" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")

    foot = {link.get_text(): link["href"] for link in opened(page).select("article .cb-foot a")}
    assert foot["Suggest a correction"] == href
    assert opened("colophon").find(id="corrections") is not None


# --- which edition


@pytest.fixture
def editions_of(tmp_path) -> Path:
    """A repository with a version, of which no edition has been published."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "a"\nversion = "1.2.0"\n', encoding="utf-8")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    for command in ("init -q", "add -A", "-c user.name=A -c user.email=a@example.org commit -qm First"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    return tmp_path


def test_a_version_that_was_not_published_is_not_called_an_edition(editions_of):
    stamp = Inputs.of(editions_of).stamp

    assert stamp["edition"] == "Unpublished, to become edition 1.2.0"
    assert unquote(stamp["quoted"]) == f"{stamp['edition']}, data {stamp['data']}, commit {stamp['commit']}"


def test_an_edition_is_so_called_at_its_own_commit_and_what_follows_is_called_later(editions_of):
    def commit(name: str) -> None:
        named = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "add", "-A"], cwd=editions_of, check=True)
        subprocess.run(["git", *named, "commit", "-qm", name], cwd=editions_of, check=True)

    (editions_of / "editions").mkdir()
    (editions_of / "editions" / "1.2.0.json").write_text("{}", encoding="utf-8")
    commit("Edition")
    subprocess.run(["git", "tag", "v1.2.0"], cwd=editions_of, check=True)
    assert Inputs.of(editions_of).stamp["edition"] == "Edition 1.2.0"
    (editions_of / "index.md").write_text("# Corrected\n", encoding="utf-8")
    commit("Correct")
    assert Inputs.of(editions_of).stamp["edition"] == "After edition 1.2.0"


def test_a_book_without_a_version_has_no_edition(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A\n", encoding="utf-8")

    assert Inputs.of(tmp_path).stamp["edition"] == "No edition"
