"""The report of what differs between two states of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..claims import Claim, Verdict, all_claims, place
from ..claims.mentions import Mention, mentions_in
from ..claims.record import differences
from .model import Report, Turned
from .numbers import computed, references
from .outputs import changed_outputs
from .rows import data_changes, description_changes
from .sentences import changed_numbers, changed_words
from .state import State


def compare(old: State, new: State) -> Report:
    """Return what differs in the newer of two states.

    Numbers that the older state has not recorded are computed from its data by today's library, if its data fit.
    """
    gaps: list[str] = []
    before, now = old.numbers, new.numbers or {}
    if before is None:
        before = computed(references(old.pages), old.data)
    if before is None:
        gaps.append(f"The numbers in sentences could not be compared: the data of {old.name} are of another form.")
    if not old.notebooks:
        gaps.append(f"Tables and figures could not be compared: {old.name} has no executed chapters.")
    if old.verdicts is None or new.verdicts is None:
        gaps.append(f"The claims could not be compared: {old.name} has no record of their verdicts.")
    report = Report(
        since=old.name,
        until=new.name,
        data=data_changes(old.data, new.data),
        descriptions=description_changes(old.data, new.data),
        numbers=changed_numbers(new.pages, before or {}, now),
        words=changed_words(old.pages, new.pages, before or {}, now),
        pages_new=tuple(page for page in new.pages if page not in old.pages),
        pages_gone=tuple(page for page in old.pages if page not in new.pages),
        shown=changed_outputs(old.notebooks, new.notebooks) if old.notebooks else (),
        gaps=tuple(gaps),
    )
    return _with_claims(report, old.verdicts, new)


def _with_claims(report: Report, old: Mapping[str, tuple[str, str]] | None, new: State) -> Report:
    """The report with the claims whose verdict or numbers are others, those that do not hold first."""
    if old is None or new.verdicts is None:
        return report
    verdicts, found = new.verdicts, differences(new.verdicts, old)
    quoted, claims = new.numbers or {}, all_claims()
    sentences: dict[str, list[Mention]] = {}
    for mention in mentions_in(new.pages, lambda name: quoted.get(name, name), {*found.verdicts, *found.numbers}):
        sentences.setdefault(mention.claim, []).append(mention)
    first = sorted(found.verdicts, key=lambda id: verdicts[id][0] != Verdict.FAILS)
    return replace(
        report,
        verdicts=tuple(_turned(id, claims, old, verdicts, sentences) for id in first),
        moved=tuple(_turned(id, claims, old, verdicts, sentences) for id in found.numbers),
        claims_new=found.new,
        claims_gone=found.gone,
    )


def _turned(
    id: str,
    claims: Mapping[str, Claim],
    old: Mapping[str, tuple[str, str]],
    new: Mapping[str, tuple[str, str]],
    sentences: Mapping[str, list[Mention]],
) -> Turned:
    claim = claims.get(id)
    statement, where = (claim.statement, place(claim)) if claim else ("", "")
    return Turned(id, statement, where, old[id][0], new[id][0], old[id][1], new[id][1], tuple(sentences.get(id, ())))
