"""Build the site with Jupyter Book: every warning an error, no more work than needed, swapped in only when whole."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from ..errors import BookError, BuildError, refusal
from ..files import LAB_LOCK, LICENCES, PROJECT, data_folder
from ..loading import check_data
from .addresses import Addresses
from .execution import begin
from .site import Inputs, Site
from .yaml_files import LOADER, load_yaml

ATTEMPTS = 5  # builds in a row that edits may overtake
WAITING = 120  # seconds to wait for another build
GOOD = "the last good site stays"
NEEDED = ("_config.yml", "_toc.yml", "references.bib")  # of the book
BROUGHT = ("pyproject.toml", LAB_LOCK, *LICENCES)  # of the library, for its wheel and the notebooks' archive

# Keys that take whatever their tool takes; Sphinx itself warns about an unknown one.
FREE = {("sphinx", "config"), ("sphinx", "local_extensions"), ("latex", "latex_documents")}


def build(root: Path) -> Path:
    """Build the book and return its first page.

    The site is always that of the files as they are: what is the same as in the last build, by content and not by
    the clock, is taken from there, and a clean build would give the same bytes. The data are checked first.
    A failed or killed build leaves the last good site in place.

    Raises
    ------
    DataError
        When the data break a rule; nothing is executed or written.
    BuildError
        When anything warns or fails; the message lists what.
    """
    site = Site(root)
    if site.shows(Inputs.of(root)):
        return site.folder / "index.html"
    _check(root)
    try:
        with alone(root):
            site.recover()
            try:
                _remake_until_it_shows(root, site)
            except BaseException:
                site.recover()  # which gives back the room that a full disk may lack
                raise
    except OSError as error:
        if told := refusal(error, GOOD):
            raise BuildError(told) from None
        raise
    return site.folder / "index.html"


def _remake_until_it_shows(root: Path, site: Site) -> None:
    """Make the site anew until no file was edited meanwhile, so that it is never that of half an edit."""
    for _ in range(ATTEMPTS):
        now = Inputs.of(root)
        if site.shows(now):
            return
        try:
            _remake(root, site, now)
        except BookError:
            if Inputs.of(root) == now:
                raise
    raise BuildError(f"the files kept changing while the book was built; {GOOD}.")


def _remake(root: Path, site: Site, now: Inputs) -> None:
    """Make the site of one state of the files and put it in place."""
    if site.has_pages_of(now):
        site.publish(now)  # only the stamp in the footers differs
        return
    _check(root)
    whole = not site.may_continue(now)
    fresh = site.begin(whole=whole)
    with hushed() as said:
        executing = begin(root)
        from jupyter_book.sphinx import build_sphinx

        from . import pages, takeaway

        pages.expect(executing)
        result = build_sphinx(
            root,
            fresh / "html",
            doctreedir=fresh / "doctrees",
            noconfig=True,
            path_config=root / "_config.yml",
            confoverrides={"latex_individualpages": False, "external_toc_path": "_toc.yml"},
            freshenv=whole,
            force_all=whole,
            quiet=True,
            warningiserror=True,
            keep_going=True,
        )
    if isinstance(result, KeyboardInterrupt):
        raise result
    if result != 0:
        told = _told(said[0], result)
        raise BuildError(refusal(told, GOOD) or f"the book was not built; {GOOD}.\n{told}")
    takeaway.write(root, fresh / "html", executing.result())
    if Inputs.of(root) == now:
        site.publish(now)


def _check(root: Path) -> None:
    """Refuse what would fail, before anything is executed or written."""
    check_version()
    wanted = [*(root / name for name in NEEDED), *(PROJECT / name for name in BROUGHT)]
    absent = [path for path in wanted if not path.is_file()]
    if absent:
        raise BuildError("\n".join(f"{path} is missing: put it back, as with `git restore {path}`." for path in absent))
    check_config(root / "_config.yml")
    Addresses.of(root)
    check_data(data_folder())


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the book's lock, which ends with the process; wait a while for another one's, not for this one's own."""
    (root / "_build").mkdir(exist_ok=True)
    try:
        with FileLock(root / "_build" / "lock", timeout=WAITING, is_singleton=True):
            yield
    except Timeout:
        raise BuildError("another build of this book is running: wait for it to end, or stop it.") from None


def check_version() -> None:
    """Refuse a Jupyter Book that reads neither ``_config.yml`` nor MyST-NB notebooks."""
    found = version("jupyter-book")
    if int(found.split(".")[0]) != 1:
        raise BuildError(
            f"Jupyter Book {found} is installed, but this book needs 1.x: delete .venv and run `make book`."
        )


def check_config(path: Path) -> None:
    """Refuse a key of ``_config.yml`` that Jupyter Book does not know, and a value of the wrong type.

    Raises
    ------
    BuildError
        Naming every such key with its line.
    """
    text = path.read_text(encoding="utf-8")
    try:
        settings = load_yaml(path)
    except yaml.YAMLError as error:
        raise BuildError(f"{path.name} is not YAML: {error}") from None
    from jupyter_book import config as jb_config

    schema = json.loads(jb_config.PATH_JSON_SCHEMA.read_text(encoding="utf-8"))
    defaults = load_yaml(jb_config.PATH_YAML_DEFAULT)
    unknown = _unknown_keys(yaml.compose(text, LOADER), schema, defaults, ())
    faults = [f"{path.name}, line {line}: unknown key {key}" for key, line in unknown]
    faults += [
        f"{path.name}: {'/'.join(map(str, error.path))}: {error.message}"
        for error in jb_config.get_validator().iter_errors(settings)
    ]
    if faults:
        raise BuildError("\n".join(faults))


def _unknown_keys(node: Any, schema: dict[str, Any], defaults: Any, at: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Keys that neither the schema nor the default settings have; neither list is complete alone."""
    known = schema.get("properties", {})
    usual = defaults if isinstance(defaults, dict) else {}
    if at in FREE or not isinstance(node, yaml.MappingNode) or not (known or usual):
        return
    for key, value in node.value:
        if key.value not in known and key.value not in usual:
            yield "/".join([*at, key.value]), key.start_mark.line + 1
        else:
            yield from _unknown_keys(value, known.get(key.value, {}), usual.get(key.value), (*at, key.value))


@contextlib.contextmanager
def hushed() -> Iterator[list[str]]:
    """Keep standard output and error, of kernels too, from the terminal; hand over what was said at the end."""
    said = [""]
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as log:
        try:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
            with (
                open(1, "w", encoding="utf-8", closefd=False) as out,
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(out),
            ):
                yield said
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os.dup2(kept[0], 1)
            os.dup2(kept[1], 2)
            os.close(kept[0])
            os.close(kept[1])
            log.seek(0)
            said[0] = log.read().decode("utf-8", "replace")


def _told(log: str, result: Any) -> str:
    """What Sphinx said, without colours, our kernel's harmless start message, and repeats."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", log)
    cause = getattr(result, "__cause__", None)
    if isinstance(cause, BookError):
        return str(cause)
    lines = [line for line in plain.splitlines() if line.strip() and "IPKernelApp" not in line]
    if isinstance(result, BaseException) and str(result) not in plain:
        lines.append(f"{type(result).__name__}: {result}")
    return "\n".join(dict.fromkeys(lines)) or f"Sphinx ended with {result!r} and said nothing."
