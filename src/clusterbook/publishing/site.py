"""The built site on the disk: what it was made from, and how the next one takes its place."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from .. import files
from ..changes.editions import snapshot
from ..errors import BookError
from ..git import git
from . import forms
from .addresses import Addresses

# What the footer of each page says of its making is written after all else, so that a commit alters no page.
# The last is for the address of an issue, and says it all.
STAMP = {"edition": "@@edition@@", "data": "@@data@@", "commit": "@@commit@@", "quoted": "@@quoted@@"}
# Which edition this is stands in every page's head, and in the citations.
KEPT = 300  # files of a part of the cache: enough to go back and forth between states of the book
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_BASE = ("settings/", "library/", "pages/editions/")


@dataclass(frozen=True, slots=True)
class Inputs:
    """One state of the files that a book is made from.

    Attributes
    ----------
    pages : str
        Fingerprint of them all.
    base : str
        Fingerprint of those on which every page depends: settings, library, locked packages, Python.
    stamp : dict of str to str
        What the footers say: edition, data (the fingerprint's first twelve signs) and commit; the three quoted for an
        address; and under "forms" which PDF and EPUB there are of this state.
    """

    pages: str
    base: str
    stamp: dict[str, str]

    @property
    def key(self) -> str:
        """Fingerprint of the files and of what is said of their making, and so of the forms made from them."""
        return files.of(self.pages, *(self.stamp[name] for name in STAMP))

    @classmethod
    def of(cls, root: Path) -> Inputs:
        """Look at the files of a book as they are now."""
        found = files.inputs(root, files.data_folder())
        base = {name: print_ for name, print_ in found.items() if name.startswith(_BASE)}
        stamp = {
            "edition": _edition(root),
            "data": files.of_folder(files.data_folder())[:12],
            "commit": _commit(root),
        }
        stamp["quoted"] = quote("{edition}, data {data}, commit {commit}".format(**stamp))
        now = cls(files.of_all(found), files.of_all(base), stamp)
        return cls(now.pages, now.base, {**stamp, "forms": " ".join(forms.current(root, now.key))})


class Site:
    """The site in ``_build/html``, and beside it what the next build may take from the last.

    ``_build/work`` holds the last good build as Sphinx left it, without stamps, and its state, which is written
    last: without it a build is made from the ground up. ``_build/next`` is the build that is being made.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "_build" / "html"
        self._work = root / "_build" / "work"
        self._next = root / "_build" / "next"
        self._stamped = root / "_build" / "stamped"
        self._previous = root / "_build" / "previous"
        self._cache = root / "_build" / "cache"

    def shows(self, now: Inputs) -> bool:
        """Whether the site is that of these files, to the last byte, and nobody has touched it since."""
        state = self._state()
        return (
            state.get("pages") == now.pages and state["stamp"] == now.stamp and state["site"] == _listing(self.folder)
        )

    def has_pages_of(self, now: Inputs) -> bool:
        """Whether the last good build was of these files, so that only its copy or its stamp is wanting."""
        return self._state().get("pages") == now.pages

    def may_continue(self, now: Inputs) -> bool:
        """Whether a build of these files may start from the last good one."""
        return self._state().get("base") == now.base

    def begin(self, *, whole: bool) -> Path:
        """Return the folder to build in: empty for a whole build, else a copy of the last good one."""
        shutil.rmtree(self._next, ignore_errors=True)
        if not whole:
            # without _static, whose files get a checksum in the pages only if they are there when a page is written
            shutil.copytree(self._work, self._next, ignore=shutil.ignore_patterns("state.json", "_static"))
        return self._next

    def publish(self, now: Inputs) -> None:
        """Put the build that was begun, or the last good one, in place of the site."""
        from .confidential import check_site
        from .finishing import finish  # here, for a site that is up to date needs none of this
        from .wayfinding import hold_anywhere

        made = self._next if self._next.exists() else self._work
        _stamp(made / "html", self._stamped, now.stamp)
        for kind in now.stamp["forms"].split():
            shutil.copy2(forms.where(self.folder.parents[1], kind), self._stamped)
        check_site(self._stamped)
        finish(self._stamped, self._cache)
        hold_anywhere(self._stamped, Addresses.of(self.folder.parents[1]).path)
        (self._work / "state.json").unlink(missing_ok=True)
        if self.folder.exists():
            _exchange(self._stamped, self.folder, self._previous)
            shutil.rmtree(self._stamped, ignore_errors=True)
        else:
            self._stamped.rename(self.folder)
        if made == self._next:
            shutil.rmtree(self._work, ignore_errors=True)
            self._next.rename(self._work)
        state = {"pages": now.pages, "base": now.base, "stamp": now.stamp, "site": _listing(self.folder)}
        files.put(self._work / "state.json", json.dumps(state).encode("utf-8"))

    def recover(self) -> None:
        """Clear away what a failed or killed build left; if it was killed between two renames, put the site back."""
        if self._previous.exists() and not self.folder.exists():
            self._previous.rename(self.folder)
        for folder in (self._previous, self._stamped, self._next):
            shutil.rmtree(folder, ignore_errors=True)
        name = f"*{files.SCRATCH}"
        _sweep([*self.folder.parent.glob(name), *self._cache.rglob(name)])
        for part in ("cards", "data", "pictures"):  # the other parts see to themselves
            files.forget((self._cache / part).glob("*.p*"), KEPT)

    def _state(self) -> dict[str, object]:
        try:
            state: dict[str, object] = json.loads((self._work / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state


def _exchange(one: Path, other: Path, aside: Path) -> None:
    """Let two folders change places in one step, or, where the system cannot, over a third place."""
    try:
        rename = ctypes.CDLL(None).renameat2  # of Linux; Python has no call for it
        done = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
    except (AttributeError, OSError, TypeError):
        done = False
    if not done:
        other.rename(aside)
        one.rename(other)
        aside.rename(one)


def _sweep(scratches: Iterable[Path]) -> None:
    """Clear away what killed processes have left half-written; that of processes which run is theirs."""
    for scratch in scratches:
        number = scratch.name.removesuffix(files.SCRATCH).rpartition(".")[2]
        if number.isdecimal() and not psutil.pid_exists(int(number)):
            scratch.unlink(missing_ok=True)


def _listing(folder: Path) -> dict[str, list[int]]:
    """Each file of a folder with its size and time."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            about = path.stat()
            found[path.relative_to(folder).as_posix()] = [about.st_size, about.st_mtime_ns]
    return found


def _stamp(source: Path, target: Path, stamp: dict[str, str]) -> None:
    """Copy a site, its pages with their stamp."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".buildinfo"))  # it tells the paths of this machine
    for page in target.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for name, sign in STAMP.items():
            text = text.replace(sign, stamp[name])
        depth = len(page.relative_to(target).parents) - 1
        page.write_text(forms.written(text, stamp["forms"], depth), encoding="utf-8")


def _edition(root: Path) -> str:
    """Which edition the files are of: the version of ``pyproject.toml``, and whether it has been published."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return "No edition"
    version = str(tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"])
    if not snapshot(root, version).is_file():
        return f"Unpublished, to become edition {version}"
    try:
        tagged = git(root, "rev-parse", "--verify", "--quiet", f"v{version}^{{commit}}")
        here = git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except BookError:  # there is no git
        return f"Edition {version}"
    # A copy without its tags, as a shallow clone is, cannot tell what came after.
    return f"After edition {version}" if tagged and tagged != here else f"Edition {version}"


def _commit(root: Path) -> str:
    """The commit that the files are of, and whether they have changed since."""
    try:
        top, commit = git(root, "rev-parse", "--show-toplevel"), git(root, "rev-parse", "--short=12", "HEAD")
        if not top or not commit or Path(top.decode().strip()).resolve() != root.resolve():
            return "none"
        changed = git(
            root, "status", "--porcelain", "--untracked-files=normal", "--", ":!tests", ":!docs", ":!notebooks"
        )
    except BookError:  # there is no git
        return "none"
    return f"{commit.decode().strip()} and changes" if changed else commit.decode().strip()
