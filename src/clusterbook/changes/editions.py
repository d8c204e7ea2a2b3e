"""Published editions: a snapshot of each in ``editions/``, so that the book can be compared with it without git."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import BookError
from ..files import of
from .outputs import Exhibit, exhibits, notebooks_of
from .state import State

FOLDER = Path("editions")


@dataclass(frozen=True, slots=True)
class Edition:
    """One published edition.

    Attributes
    ----------
    version : str
        Three numbers, as ``1.2.0``.
    published : date
    digest : str
        Fingerprint of its data.
    state : State
        What the book held.
    """

    version: str
    published: date
    digest: str
    state: State

    @property
    def shown(self) -> dict[str, Exhibit]:
        """Its tables and figures by label."""
        return {one.label: one for text in self.state.notebooks.values() for one in exhibits(text)}


def snapshot(root: Path, version: str) -> Path:
    """Return where the snapshot of an edition stands, if it has been published."""
    return root / FOLDER / f"{version}.json"


def numbered(version: str) -> tuple[int, ...] | None:
    """Return the numbers of a release's version, to compare it by; None for what is no such version."""
    found = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    return tuple(int(part) for part in found.groups()) if found else None


def digest(state: State) -> str:
    """Return the fingerprint of the data of a state, by name and content of its files."""
    return of(*(part for name, text in sorted(state.data.items()) for part in (name, of(text))))


def to_json(version: str, published: date, state: State) -> str:
    """Return the snapshot of an edition; the same state gives the same text."""
    content = {
        "version": version,
        "date": published.isoformat(),
        "data_sha256": digest(state),
        "data": dict(state.data),
        "pages": dict(state.pages),
        "numbers": dict(state.numbers or {}),
        "verdicts": {id: list(found) for id, found in (state.verdicts or {}).items()},
        "shown": [
            {
                "chapter": stem,
                "kind": one.kind,
                "label": one.label,
                "caption": one.caption,
                "alt": one.alt,
                "code": one.code,
                "content": one.content,
            }
            for stem, text in sorted(state.notebooks.items())
            for one in exhibits(text)
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def from_json(text: str, file: str) -> Edition:
    """Return the edition of a snapshot.

    Raises
    ------
    BookError
        If the text is no such snapshot, naming the file.
    """
    try:
        content = json.loads(text)
        name = f"edition {content['version']}"
        state = State(name, content["data"], content["pages"], content["numbers"], _verdicts(content), _shown(content))
        return Edition(content["version"], date.fromisoformat(content["date"]), content["data_sha256"], state)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise BookError(f"{file}: is no snapshot of an edition ({said}). Restore it from its release.") from None


def editions(root: Path) -> list[Edition]:
    """Return the published editions, the newest first.

    Raises
    ------
    BookError
        For a file that is no snapshot, or is called by another version than it holds.
    """
    found = []
    for path in (root / FOLDER).glob("*.json"):
        file = f"{FOLDER.as_posix()}/{path.name}"
        edition = from_json(path.read_text(encoding="utf-8"), file)
        if edition.version != path.stem or numbered(edition.version) is None:
            raise BookError(f"{file}: holds the edition {edition.version}. Give the file the name of its version.")
        found.append(edition)
    return sorted(found, key=lambda edition: numbered(edition.version) or (), reverse=True)


def _verdicts(content: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {id: (verdict, told) for id, (verdict, told) in content["verdicts"].items()}


def _shown(content: dict[str, Any]) -> dict[str, str]:
    chapters: dict[str, list[Exhibit]] = {}
    for one in content["shown"]:
        exhibit = Exhibit(one["label"], one["caption"], one["kind"], one["code"], one["content"])
        chapters.setdefault(one["chapter"], []).append(exhibit)
    return notebooks_of(chapters)
