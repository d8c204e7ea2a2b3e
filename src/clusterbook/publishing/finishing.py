"""The last step of a build: mended pages, one style, one script, and no file that nothing refers to.

Sphinx, its extensions and the theme each add their own files to every page, for all that a page could hold. Here the
whole site is known, so that the pages get what they hold. The step works on the copy that becomes the site, and on
names and addresses alone: it knows nothing of any one page.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from .. import files
from . import credits, purging
from .mending import MENDS, SCRIPT_MENDS, mended

STYLE, SCRIPT = "clusterbook.css", "clusterbook.js"  # the book's own scripts look for their neighbours by this name
LINK = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")(?![^>]*\bmedia=)[^>]*\bhref="([^":?#]+)[^"]*"[^>]*>\n?')
SOURCE = re.compile(r'[ \t]*<script\b(?![^>]*\btype=)[^>]*\bsrc="([^":?#]+)(\?[^"]*)?"[^>]*></script>\n?')
PRELOAD = re.compile(r'[ \t]*<link rel="preload" as="script"[^>]*>\n?')
COMMENT = re.compile(r"\s*<!--.*?-->", re.S)
MAP = re.compile(r"^//[#@] sourceMappingURL=.*$", re.M)  # large files that nobody but the theme's makers could use
LICENCE = re.compile(r"/\*!.*?\*/", re.S)
SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
NAMED = re.compile(r"[^\s\"'()/\\,;=?#]+\.[A-Za-z0-9]+")
# After the first paint: what a page shows should not share the line with what it can do. The addresses stand in an
# attribute, so that the text is the same on every page and a policy of content can name it by one hash.
LATER = (
    '<script data-later="{}">(sources=>addEventListener("DOMContentLoaded",()=>requestAnimationFrame(()=>setTimeout('
    '()=>{{for(const src of sources)document.head.append(Object.assign(document.createElement("script"),'
    '{{src,async:false}}))}}))))(document.currentScript.dataset.later.split(" "))</script>\n'
)


def finish(site: Path, cache: Path) -> None:
    """Make of a site as Sphinx left it the one that is published.

    Parameters
    ----------
    site : Path
        Folder of the pages, changed in place. What becomes of it depends on what is in it, and on nothing else.
    cache : Path
        Folder in which the style sheet is kept, to be made anew only when it would become another.
    """
    static = site / "_static"
    pages = {
        path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")) if static not in path.parents
    }
    pages = {path: _without_search(COMMENT.sub("", mended(text, MENDS))) for path, text in pages.items()}
    shared = _shared(_addressed(SOURCE, pages), len(pages))
    styles = list(dict.fromkeys(sheet for _, sheet in _addressed(LINK, pages)))
    script = _joined(shared)
    later = [_mend(path) for path in sorted(static.glob("*.js")) if path not in shared]
    style = _style(styles, purging.Used.by(pages.values(), [script, *later]), static, cache)
    parts = {path.name: path.read_bytes() for path in shared}
    for part in {*shared, *styles}:
        part.unlink()
    for path in sorted(static.glob("clusterbook-*.js")):  # which the script loads when a reader needs them
        script = script.replace(path.name, _versioned(path))
    files.put(static / SCRIPT, script.encode("utf-8"))
    files.put(static / STYLE, style.encode("utf-8"))
    names = _versioned(static / STYLE), _versioned(static / SCRIPT)
    for path, text in pages.items():
        pages[path] = text = _linked(path, text, shared, static, *names)
        path.write_text(text, encoding="utf-8")
    _drop(site, pages.values())
    files.put(static / credits.FILE, credits.credits(static, SCRIPT, parts).encode("utf-8"))


def _without_search(page: str) -> str:
    """Take the search and its index of the whole book out of a page that shows no results; the theme puts them in."""
    if 'id="search-results"' in page:
        return page
    return SOURCE.sub(lambda found: "" if found[1].endswith(SEARCH) else found[0], page)


def _addressed(pattern: re.Pattern[str], pages: dict[Path, str]) -> Iterator[tuple[Path, Path]]:
    """Yield each page with each file of the site that it links in one manner."""
    for path, text in pages.items():
        for found in pattern.finditer(text):
            yield path, Path(os.path.normpath(path.parent / found[1]))


def _shared(asked: Iterable[tuple[Path, Path]], pages: int) -> list[Path]:
    """The scripts that more than half of the pages ask for, in the order in which they do."""
    found = Counter(script for _, script in dict.fromkeys(asked))
    return [script for script, count in found.items() if count > pages / 2]


def _mend(script: Path) -> str:
    """Put right what is wrong with a script that only some pages ask for, and return it."""
    text = script.read_text(encoding="utf-8")
    if (better := mended(text, SCRIPT_MENDS)) != text:
        files.put(script, better.encode("utf-8"))
    return better


def _joined(scripts: list[Path]) -> str:
    """Several scripts as one; as they are, for no short writer at hand reads nested template strings right."""
    # An empty statement before all, or else the first one's "use strict" would hold for the others too; and between
    # them on a line of its own, for the last line of a script may be a comment.
    texts = (mended(MAP.sub("", path.read_text(encoding="utf-8")), SCRIPT_MENDS).strip() for path in scripts)
    return "\n;\n".join(["", *texts, ""])


def _style(sheets: list[Path], used: purging.Used, static: Path, cache: Path) -> str:
    """The one style sheet, from the cache if nothing on which it depends has changed."""
    css = "\n".join(purging.read(sheet, static) for sheet in sheets)
    made_by = [version(name) for name in ("tinycss2", "rcssmin", "fonttools")]
    about = repr([css, used.among(css), Path(purging.__file__).read_text(encoding="utf-8"), made_by])
    key = f"/* {hashlib.sha256(about.encode('utf-8')).hexdigest()} */\n"
    kept = cache / "style.css"
    if kept.is_file() and (text := kept.read_text(encoding="utf-8")).startswith(key):
        return text.removeprefix(key)
    licences = dict.fromkeys(LICENCE.findall(css))
    text = "\n".join([*licences, purging.purged(css, used, static)])
    files.put(kept, (key + text).encode("utf-8"))
    return text


def _linked(path: Path, page: str, shared: list[Path], static: Path, style: str, script: str) -> str:
    """Give a page the one style, and the one script and any of its own to run, in this order, when it is painted."""
    if not LINK.search(page):
        return page
    folder = Path(os.path.relpath(static, path.parent)).as_posix()
    scripts = [f"{folder}/{script}"]

    def own(found: re.Match[str]) -> str:
        mine = Path(os.path.normpath(path.parent / found[1]))
        if mine not in shared:
            scripts.append(found[1].removesuffix(mine.name) + _versioned(mine))
        return ""

    page = PRELOAD.sub("", page)
    at = LINK.search(page).start()  # type: ignore[union-attr]
    head, rest = page[:at], LINK.sub("", SOURCE.sub(own, page[at:]))
    return head + f'<link rel="stylesheet" href="{folder}/{style}">\n' + LATER.format(" ".join(scripts)) + rest


def _versioned(path: Path) -> str:
    """The name of a file with a part that changes with its contents, so that no host or browser shows an older one."""
    return f"{path.name}?v={files.of(path.read_bytes())[:8]}"


def _drop(site: Path, pages: Iterable[str]) -> None:
    """Remove each file of ``_static`` whose name stands in no page, nor in a style or script that stays."""
    candidates = {path for path in (site / "_static").rglob("*") if path.is_file()}
    texts = [value for page in pages for value in re.findall(r""""[^"<>]*"|'[^'<>]*'""", page) if "." in value]
    stays: set[Path] = set()
    while texts:
        named = {name for text in texts for name in NAMED.findall(text)}
        more = {path for path in candidates - stays if path.name in named}
        stays |= more
        texts = [path.read_text(encoding="utf-8") for path in sorted(more) if path.suffix in (".css", ".js")]
    for path in candidates - stays:
        path.unlink()
    for folder in sorted((site / "_static").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
