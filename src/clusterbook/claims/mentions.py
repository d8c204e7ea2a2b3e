"""Where the chapters restate a claim: the sentences that carry a ``claim`` role."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

_ROLE = re.compile(r"\{claim\}`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence of a page that restates a claim."""

    claim: str
    page: str
    line: int
    sentence: str


def mentions(root: Path, quoted: Callable[[str], str], only: Collection[str] | None = None) -> Iterator[Mention]:
    """Yield every mention, page by page; the pages write one sentence a line.

    Parameters
    ----------
    root : path
        Folder of the book.
    quoted : callable
        From what stands in a ``num`` role to the text that a reader sees.
    only : collection of str, optional
        Ids of the claims looked for; by default all.
    """
    for page in [root / "index.md", *sorted((root / "chapters").glob("*.md"))]:
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
            named = [id.strip() for ids in _ROLE.findall(line) for id in ids.split(",")]
            for id in named if only is None else [id for id in named if id in only]:
                yield Mention(id, page.relative_to(root).as_posix(), number, plain(line, quoted))


def plain(line: str, quoted: Callable[[str], str]) -> str:
    """Return a sentence of a page as a reader sees it: numbers in, other roles and marks out."""
    line = re.sub(r"\{num\}`([^`]+)`", lambda found: quoted(found[1].strip()), line)
    line = re.sub(r"\s*\{(?:claim|cite:p)\}`[^`]+`|\[\^[\w-]+\]:?", "", line)
    line = re.sub(r"\{[\w:-]+\}`(?:[^`<]*<)?([^`>]*)>?`", r"\1", line)
    return re.sub(r"[*`]", "", line).strip()
