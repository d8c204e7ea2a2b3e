"""The only part that asks git: what the files are a commit of, and what they were at a revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

from .errors import BookError


def git(root: Path, *arguments: str) -> bytes | None:
    """Return what one git command prints, or None if it fails.

    Raises
    ------
    BookError
        If there is no git.
    """
    run = _run(root, *arguments)
    return run.stdout if run.returncode == 0 else None


def told(root: Path, *arguments: str) -> None:
    """Run a git command that must succeed.

    Raises
    ------
    BookError
        If it fails, with the last line that git said, or if there is no git.
    """
    run = _run(root, *arguments)
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
        raise BookError(f"`git {arguments[0]}` failed: {said[-1]}")


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise BookError("git was not found: install it, for the past of the book is read from its history.") from None


def last_release(root: Path) -> str | None:
    """Return the newest tag ``v*`` that the history of the working tree holds, or None."""
    told = git(root, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "HEAD")
    return told.decode().strip() if told else None


def starting_point(root: Path, since: str | None) -> tuple[str, str]:
    """Return the revision that a report starts from, as a reader would call it, and its commit.

    Raises
    ------
    BookError
        Outside a git repository, for an unknown revision, and where a shallow clone cannot tell the last release.
    """
    if git(root, "rev-parse", "--git-dir") is None:
        raise BookError("This copy of the book is not a git repository, so there is no older state to compare with.")
    name = since or last_release(root)
    shallow = git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    if name is None:
        if shallow:
            raise BookError(
                "This is a shallow clone without tags, so the last release is not known: "
                "run `git fetch --unshallow --tags`, or name a revision with SINCE=."
            )
        name = "HEAD"
    commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        hint = " This is a shallow clone: `git fetch --unshallow --tags` brings the rest of its history." * shallow
        raise BookError(f"{name!r} is no revision of this repository: name a tag, a branch or a commit.{hint}")
    return name, commit.decode().strip()


def files(root: Path, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the files at or under some paths, relative to the book's folder, as they were at a commit."""
    there = git(root, "ls-tree", "-z", "--name-only", commit, "--", *paths)
    names = [name for name in (there or b"").decode().split("\0") if name]
    if not names:
        return {}
    packed = git(root, "archive", "--format=tar", commit, "--", *names)
    if packed is None:
        raise BookError(f"git could not read the files of {commit[:9]}: run `git fsck`.")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        return {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]
