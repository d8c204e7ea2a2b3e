"""What a page says of itself to machines, in the words of schema.org: book, chapter, paper, data, trail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .addresses import Addresses
from .citing import Name, Work
from .package import ARCHIVE, FOLDER

CONTEXT = "https://schema.org"
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "MIT": "https://opensource.org/license/mit",
}
Thing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one page of the book.

    Attributes
    ----------
    docname : str
        ``index`` is the first page, which stands for the book.
    title, description : str
    number : str
        Number of the chapter, as ``6.1``; empty if it has none.
    trail : tuple of (str, str)
        Name and title of each page above it, the first page first.
    picture : str
        Address of its picture; empty if none is known.
    """

    docname: str
    title: str
    description: str
    number: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    picture: str = ""


def graph(page: Page, works: dict[str, Work], where: Addresses, more: tuple[Thing, ...] = ()) -> str:
    """Return all that is said of one page, as text that may stand between script tags."""
    things = [_book(works, where)]
    if page.docname == "index":
        things[0] |= _known({"description": page.description, "image": page.picture})
    else:
        things.append(_chapter(page, works, where))
    if "paper" in works:
        things.append(_paper(works["paper"], where))
    things += more
    if where.site and page.trail:
        things.append(_breadcrumbs(page, where))
    return script_safe({"@context": CONTEXT, "@graph": things})


def script_safe(value: object) -> str:
    """Return a value as JSON in which no sign can end a script or begin a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def dataset(descriptor: dict[str, Any], places: list[Thing], years: tuple[int, int], where: Addresses) -> Thing:
    """Return the data package as a ``Dataset``.

    Parameters
    ----------
    descriptor : dict
        The ``datapackage.json``.
    places : list of dict
        Name, country, latitude and longitude of each cluster.
    years : tuple of int
        The first and the last year that a row of a survey speaks of.
    where : Addresses
        Where the files are published; without an address they are named as the data page reaches them.
    """

    def file(name: str) -> str:
        return where.file(f"{FOLDER}/{name}") or f"../{FOLDER}/{name}"

    resources = descriptor["resources"]
    files = [
        {
            "@type": "DataDownload",
            "name": entry["title"],
            "description": entry["description"],
            "encodingFormat": entry["mediatype"],
            "contentUrl": file(entry["path"]),
        }
        for entry in resources
    ]
    whole = {
        "@type": "DataDownload",
        "name": "The whole data package",
        "encodingFormat": "application/zip",
        "contentUrl": file(ARCHIVE),
    }
    return {
        "@type": "Dataset",
        "@id": _id("data", where),
        "name": descriptor["title"],
        "description": descriptor["description"],
        **_known({"url": where.page("chapters/data")}),
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "isPartOf": {"@id": _id("book", where)},
        "isBasedOn": {"@id": _id("paper", where)},
        "creator": {"@id": _id("makers", where)},
        "temporalCoverage": "/".join(str(year) for year in dict.fromkeys(years)),
        "spatialCoverage": [_place(place) for place in places],
        "variableMeasured": [
            _variable(entry, field) for entry in resources for field in entry.get("schema", {}).get("fields", [])
        ],
        "distribution": [whole, *files],
    }


def _place(about: Thing) -> Thing:
    point = {"@type": "GeoCoordinates", "latitude": about["latitude"], "longitude": about["longitude"]}
    return {"@type": "Place", "name": f"{about['name']}, {about['country']}", "geo": point}


def _variable(entry: Thing, field: Thing) -> Thing:
    limits = field.get("constraints", {})
    known = {
        "description": field.get("description", ""),
        "unitText": field.get("unit", ""),
        "minValue": limits.get("minimum"),
        "maxValue": limits.get("maximum"),
    }
    name = f"{entry['title']}: {field['title']}"
    return {"@type": "PropertyValue", "name": name, "propertyID": f"{entry['name']}.{field['name']}", **_known(known)}


def _book(works: dict[str, Work], where: Addresses) -> Thing:
    book = works["book"]
    return {
        "@type": "Book",
        "@id": _id("book", where),
        "name": book.title,
        "author": {"@id": _id("makers", where), "@type": "Organization", "name": str(book.authors[0])},
        "isAccessibleForFree": True,
        **_known(
            {
                "abstract": book.abstract,
                "bookEdition": book.version if book.published else "",
                "creativeWorkStatus": "" if book.published else book.standing,
                "datePublished": book.released.isoformat() if book.released else "",
                "inLanguage": book.language,
                "keywords": list(book.keywords),
                "license": [LICENCES[name] for name in book.licences],
                "url": where.site,
                "isBasedOn": {"@id": _id("paper", where)} if "paper" in works else None,
            }
        ),
    }


def _chapter(page: Page, works: dict[str, Work], where: Addresses) -> Thing:
    """A numbered chapter is an article of scholarship; an appendix is a chapter only."""
    book = works["book"]
    return {
        "@type": ["Chapter", "ScholarlyArticle"] if page.number else "Chapter",
        "name": page.title,
        "headline": page.title,
        "isPartOf": {"@id": _id("book", where)},
        "author": {"@id": _id("makers", where)},
        "isAccessibleForFree": True,
        **_known(
            {
                "description": page.description,
                "position": page.number,
                "image": page.picture,
                "datePublished": book.released.isoformat() if book.released else "",
                "inLanguage": book.language,
                "license": LICENCES["CC-BY-4.0"] if book.licences else "",
                "url": where.page(page.docname),
                "isBasedOn": {"@id": _id("paper", where)} if page.number and "paper" in works else None,
            }
        ),
    }


def _paper(paper: Work, where: Addresses) -> Thing:
    return {
        "@type": "ScholarlyArticle",
        "@id": _id("paper", where),
        "name": paper.title,
        "headline": paper.title,
        "author": [_person(name) for name in paper.authors],
    }


def _person(name: Name) -> Thing:
    return {"@type": "Person", "name": str(name), "givenName": name.given, "familyName": name.family}


def _breadcrumbs(page: Page, where: Addresses) -> Thing:
    steps = [*page.trail, (page.docname, page.title)]
    items = [
        {"@type": "ListItem", "position": at, "name": title, "item": where.page(docname)}
        for at, (docname, title) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _id(name: str, where: Addresses) -> str:
    """The name of a thing for all pages; without an address, one that holds on its own page only."""
    return f"{where.site}#{name}" if where.site else f"_:{name}"


def _known(about: Thing) -> Thing:
    return {name: value for name, value in about.items() if value not in ("", None, [])}
