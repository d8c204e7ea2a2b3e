"""The accepted verdicts, and what a change of the data has made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import BookError
from ..files import put
from .mentions import Mention
from .model import Judged, place

FILE = Path("tests") / "verdicts.csv"
_HEADER = ["claim", "verdict", "numbers"]


@dataclass(frozen=True, slots=True)
class Changes:
    """How judged claims differ from the record.

    Attributes
    ----------
    verdicts : tuple of str
        Claims whose verdict is not the recorded one.
    numbers : tuple of str
        Claims that keep their verdict on other numbers.
    new, gone : tuple of str
        Claims without a record, and records without a claim.
    """

    verdicts: tuple[str, ...] = field(default=())
    numbers: tuple[str, ...] = field(default=())
    new: tuple[str, ...] = field(default=())
    gone: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether the record no longer stands: a verdict changed, or claims came or went."""
        return bool(self.verdicts or self.new or self.gone)


def read(root: Path) -> dict[str, tuple[str, str]]:
    """Return the accepted verdict and numbers of each claim; none if nothing was ever accepted.

    Raises
    ------
    BookError
        If the file is not such a record.
    """
    path = root / FILE
    return parse(path.read_text(encoding="utf-8")) if path.exists() else {}


def parse(text: str) -> dict[str, tuple[str, str]]:
    """Return the verdict and numbers of each claim from the text of a record; raises as ``read`` does."""
    return {claim: (verdict, numbers) for claim, verdict, numbers in rows_of(text, FILE, _HEADER)}


def rows_of(text: str, file: Path, header: list[str]) -> Iterator[list[str]]:
    """Yield the rows of an accepted record.

    Raises
    ------
    BookError
        If the header is another, or a row has more or fewer cells.
    """
    remedy = "Restore the file, or run `make accept`."
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or rows[0] != header:
        raise BookError(f"{file}, line 1: is not the header {','.join(header)}. {remedy}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise BookError(f"{file}, line {number}: has {len(row)} cells, not {len(header)}. {remedy}")
        yield row


def recorded(claims: Mapping[str, Judged]) -> dict[str, tuple[str, str]]:
    """Return the verdict and numbers of each claim as they are recorded."""
    return {id: (found.finding.verdict.value, str(found.finding)) for id, found in claims.items()}


def write(root: Path, claims: Mapping[str, Judged]) -> bool:
    """Record the verdicts as they are now; return whether the file changed."""
    return write_rows(root / FILE, _HEADER, ([id, *found] for id, found in recorded(claims).items()))


def write_rows(path: Path, header: list[str], rows: Iterable[list[str]]) -> bool:
    """Write an accepted record; return whether the file changed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    if path.exists() and path.read_text(encoding="utf-8") == text.getvalue():
        return False
    put(path, text.getvalue().encode("utf-8"))
    return True


def compare(claims: Mapping[str, Judged], accepted: Mapping[str, tuple[str, str]]) -> Changes:
    """Say which claims differ from the record, in the order of the paper."""
    return differences(recorded(claims), accepted)


def differences(now: Mapping[str, tuple[str, str]], accepted: Mapping[str, tuple[str, str]]) -> Changes:
    """Say how one record of verdicts differs from an older one, in the order of the newer."""
    known = [id for id in now if id in accepted]
    turned = tuple(id for id in known if now[id][0] != accepted[id][0])
    return Changes(
        verdicts=turned,
        numbers=tuple(id for id in known if id not in turned and now[id] != accepted[id]),
        new=tuple(id for id in now if id not in accepted),
        gone=tuple(id for id in accepted if id not in now),
    )


def report(
    claims: Mapping[str, Judged],
    accepted: Mapping[str, tuple[str, str]],
    changes: Changes,
    mentioned: Iterable[Mention],
) -> str:
    """Word the changes for an author: each claim with its numbers before and after, and its sentences."""
    places: dict[str, list[Mention]] = {}
    for mention in mentioned:
        places.setdefault(mention.claim, []).append(mention)
    lines = []
    if changes.verdicts:
        lines.append(f"{_claims(changes.verdicts)} no longer the accepted verdict:")
    for id in changes.verdicts:
        found = claims[id]
        lines += [
            f"  {id}: {found.finding.verdict}, was: {accepted[id][0]}",
            f"    {found.claim.statement} ({place(found.claim)})",
            f"    before: {accepted[id][1]}",
            f"    now:    {found.finding}",
            *(f"    {at.page}, line {at.line}: {at.sentence}" for at in places.get(id, ())),
        ]
    if changes.numbers:
        lines.append(f"{_claims(changes.numbers)} the accepted verdict, on other numbers: {', '.join(changes.numbers)}")
    if changes.new:
        lines.append(f"Not accepted yet: {', '.join(changes.new)}")
    if changes.gone:
        lines.append(f"Accepted, but no longer a claim: {', '.join(changes.gone)}")
    if changes:
        lines.append(
            "Correct the data or the sentences; when all is as you want it, `make accept` records the verdicts."
        )
    return "\n".join(lines)


def _claims(ids: tuple[str, ...]) -> str:
    return "1 claim has" if len(ids) == 1 else f"{len(ids)} claims have"
