"""The book's other forms, PDF and EPUB: which of them are there, and made from the very files that are there."""

from __future__ import annotations

import json
import re
from pathlib import Path

from .. import files

NAMES = {"PDF": "clusterbook.pdf", "EPUB": "clusterbook.epub"}
# Where a page links to the forms; what stands here when there are none is nothing.
FOOT, PLACE = "@@forms@@", "@@forms-here@@"


def current(root: Path, key: str) -> list[str]:
    """Return the kinds of form in ``_build`` that were made from one state of the files, and not touched since.

    Parameters
    ----------
    root : path
        Folder of the book.
    key : str
        Fingerprint of the state.
    """
    kept = _kept(root)
    paths = {kind: where(root, kind) for kind in NAMES}
    return [kind for kind, path in paths.items() if path.is_file() and kept.get(path.name) == _seal(path, key)]


def keep(root: Path, kind: str, key: str, content: bytes) -> Path:
    """Write a form, and what it was made from."""
    path = where(root, kind)
    files.put(path, content)
    kept = {**_kept(root), path.name: _seal(path, key)}
    files.put(_record(root), json.dumps(kept, sort_keys=True).encode("utf-8"))
    return path


def where(root: Path, kind: str) -> Path:
    """Return the file of a form, whether it is there or not."""
    return root / "_build" / NAMES[kind]


def written(text: str, kinds: str, depth: int) -> str:
    """Return a page with its links to the forms that there are, or with none, and with its scholar's tag of the PDF.

    Parameters
    ----------
    text : str
        The page.
    kinds : str
        The kinds that there are, with blanks between them.
    depth : int
        How many folders lie between the page and the site's own folder.
    """
    links = " or ".join(
        f'<a href="{"../" * depth}{NAMES[kind]}" type="{_TYPES[kind]}">{kind}</a>' for kind in kinds.split()
    )
    foot = f" · {links.replace(' or ', ' · ')}" if links else ""
    place = f'<p class="cb-forms">The book can also be taken along as {links}.</p>' if links else ""
    if "PDF" not in kinds.split():
        text = _TAG.sub("", text)
    return text.replace(FOOT, foot).replace(PLACE, place)


_TAG = re.compile(r'<meta name="citation_pdf_url"[^>]*>\n?')
_TYPES = {"PDF": "application/pdf", "EPUB": "application/epub+zip"}


def _record(root: Path) -> Path:
    return root / "_build" / "cache" / "forms.json"


def _kept(root: Path) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(_record(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def _seal(path: Path, key: str) -> str:
    return files.of(key, path.read_bytes())
