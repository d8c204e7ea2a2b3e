"""Publish an edition: check everything, write its snapshot and changelog, commit, tag, and pack the archive."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import nbformat

from ..changes import compare, numbers, present, to_markdown
from ..changes.editions import Edition, editions, numbered, snapshot, to_json
from ..changes.state import State
from ..claims import record
from ..errors import BookError
from ..files import LICENCES, put
from ..git import git, told
from . import forms
from .addresses import Addresses
from .binding import bound
from .build import build
from .confidential import check_published
from .execution import execute
from .notebooks import executed_chapters, reference_of
from .package import published
from .packing import pack
from .takeaway import FOLDER

CHANGELOG = Path("CHANGELOG.md")
_CHANGELOG_HEAD = "# Changelog\n\nWhat differs between the editions of the book, as `make changes` tells it.\n"


@dataclass(slots=True)
class _Undo:
    """What a release has changed so far, so that a failed one can take it back without touching anything else."""

    root: Path
    start: str
    files: dict[Path, bytes | None] = field(default_factory=dict)
    tag: str = ""

    def write(self, path: Path, text: str) -> None:
        self.files.setdefault(path, path.read_bytes() if path.exists() else None)
        put(path, text.encode("utf-8"))

    def __call__(self) -> None:
        # What is new goes first: it gives back the room that the rest may lack.
        for path, raw in sorted(self.files.items(), key=lambda found: found[1] is not None):
            if raw is None:
                path.unlink(missing_ok=True)
            else:
                put(path, raw)
        if self.tag:
            git(self.root, "tag", "-d", self.tag)
        git(self.root, "reset", "-q", self.start)


def release(
    root: Path,
    version: str,
    make: Callable[[Path], Path] = build,
    bind: Callable[[Path], Path] = lambda root: bound(root, *forms.NAMES),
) -> Path:
    """Publish an edition and return its archive, ``dist/clusterbook-<version>.zip``.

    The site in the archive, with its PDF and EPUB, is built from the release's own commit. If anything fails, the
    files, the history and the tags are what they were.

    Parameters
    ----------
    root : path
        Folder of the book, a git repository.
    version : str
        Three numbers, above those of every edition.
    make, bind : callable, optional
        What builds the site, without and with its other forms, and returns its first page.

    Raises
    ------
    BookError
        With the first reason why this cannot be released.
    """
    published = editions(root)
    start = _check(root, version, published)
    day = today()
    make(root)  # whatever is wrong with the book is found before anything is written
    state = present(root, {chapter.stem: text for chapter, text in executed_chapters(root).items()})
    undo = _Undo(root, start)
    try:
        _write(undo, version, day, state, published[0] if published else None)
        _commit(undo, version)
        site = bind(root).parent
        archive = root / "dist" / f"clusterbook-{version}.zip"
        contents = dict(_contents(root, site))
        check_published(contents.items())
        _pack(archive, day, contents)
    except BaseException:
        undo()
        raise
    return archive


def today() -> date:
    """Return the day of a release: that of ``SOURCE_DATE_EPOCH`` if it is set, else today.

    Raises
    ------
    BookError
        If the variable holds no whole number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    if not epoch.isdecimal():
        raise BookError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a whole number of seconds: correct or unset it.")
    return datetime.fromtimestamp(int(epoch), UTC).date()


def _check(root: Path, version: str, published: list[Edition]) -> str:
    """Refuse what must not be released; return the commit that the release starts from."""
    wanted = numbered(version)
    if wanted is None:
        raise BookError(f"{version!r} is no version of a release: give three numbers, as in VERSION=1.1.0.")
    if git(root, "rev-parse", "--git-dir") is None:
        raise BookError("This copy of the book is not a git repository, so no edition can be tagged in it.")
    tags = (git(root, "tag", "--list", "v*") or b"").decode().split()
    if f"v{version}" in tags:
        raise BookError(f"The tag v{version} exists already: give a version above it.")
    known = [found for name in tags if (found := numbered(name[1:]))]
    known += [found for edition in published if (found := numbered(edition.version))]
    if known and wanted <= max(known):
        last = ".".join(map(str, max(known)))
        raise BookError(f"{version} is not above {last}, the last edition: give a version above it.")
    if git(root, "status", "--porcelain"):
        raise BookError("There are changes that are not committed: commit them, for an edition is a commit.")
    start = git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if start is None:
        raise BookError("The repository has no commit yet: commit the book first.")
    _check_accepted(root)
    return start.decode().strip()


def _check_accepted(root: Path) -> None:
    """Refuse data that break a rule, and a state that was not accepted."""
    remedy = "look at `make changes`, then run `make accept` and commit what it writes."
    state = present(root, {})
    if state.verdicts != record.read(root):
        raise BookError(f"The verdicts of the claims are not the accepted ones: {remedy}")
    if state.numbers != numbers.read(root):
        raise BookError(f"The numbers in the sentences are not the accepted ones: {remedy}")
    fresh = {reference_of(root, chapter): text for chapter, text in executed_chapters(root).items()}
    kept = {path: path.read_text(encoding="utf-8") for path in fresh if path.exists()}
    if fresh != kept:
        raise BookError(f"The reference notebooks are not what the chapters give: {remedy}")


def _write(undo: _Undo, version: str, day: date, state: State, before: Edition | None) -> None:
    """Write the snapshot, the version where it stands, and the changelog."""
    root = undo.root
    undo.write(snapshot(root, version), to_json(version, day, state))
    for name, pattern, text in (
        ("pyproject.toml", r'^version = ".*"$', f'version = "{version}"'),
        ("CITATION.cff", r"^version: .*$(?:\ndate-released: .*$)?", f"version: {version}\ndate-released: {day}"),
    ):
        old = (root / name).read_text(encoding="utf-8")
        new, count = re.subn(pattern, text, old, count=1, flags=re.MULTILINE)
        if not count:
            raise BookError(f"{name}: holds no line with a version. Add one below the title.")
        undo.write(root / name, new)
    for notebook in (root / FOLDER).glob("*.ipynb"):  # each names the wheel that it installs
        old = notebook.read_text(encoding="utf-8")
        if (new := re.sub(r"clusterbook-[\d.]+-py3", f"clusterbook-{version}-py3", old)) != old:
            undo.write(notebook, new)
    path = root / CHANGELOG
    said = to_markdown(compare(before.state, state)) if before else "The first edition."
    older = path.read_text(encoding="utf-8").removeprefix(_CHANGELOG_HEAD) if path.exists() else ""
    undo.write(path, f"{_CHANGELOG_HEAD}\n## {version}, {day}\n\n{said}\n{older}")


def _commit(undo: _Undo, version: str) -> None:
    names = [path.relative_to(undo.root).as_posix() for path in undo.files]
    told(undo.root, "add", "--", *names)
    told(undo.root, "commit", "-q", "-m", f"Edition {version}", "--", *names)
    told(undo.root, "tag", "-a", "-m", f"Edition {version}", f"v{version}")
    undo.tag = f"v{version}"


def _contents(root: Path, site: Path) -> Iterator[tuple[str, bytes]]:
    """What the archive holds, by name: site, executed chapters, data package, citation and licences."""
    for path in site.rglob("*"):
        if path.is_file():
            yield f"site/{path.relative_to(site).as_posix()}", path.read_bytes()
    for chapter, execution in execute(root).items():
        yield f"notebooks/{chapter.stem}.ipynb", f"{nbformat.writes(execution.notebook)}\n".encode()
    for name, raw in published(root, Addresses.of(root)).items():
        yield f"data/{name}", raw
    for name in ("CITATION.cff", *LICENCES):
        yield name, (root / name).read_bytes()


def _pack(archive: Path, day: date, contents: dict[str, bytes]) -> None:
    """Write a zip that is the same for the same contents and day, with the checksum of each file."""
    sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(contents.items()))
    pack(archive, {**contents, "SHA256SUMS": sums.encode()}, day)
