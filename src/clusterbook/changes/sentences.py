"""What differs between two states of the pages: the numbers in their sentences, and their words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from ..claims.mentions import numbers_in, plain
from .model import Quoted, Value, Worded

LIKE = 0.5  # least likeness of two sentences, of 1, for one to be told as the other reworded


def changed_numbers(pages: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Quoted, ...]:
    """Return the sentences of today's pages in which a number reads otherwise.

    Parameters
    ----------
    pages : mapping of str to str
        Texts of the pages by path.
    old, new : mapping of str to str
        What each number reads, by what stands in its ``num`` role; one that is quoted for the first time is left out.
    """
    found = []
    for page, number, line, references in numbers_in(pages):
        differ = [
            Value(one, old[one], new[one])
            for one in dict.fromkeys(references)
            if one in old and one in new and old[one] != new[one]
        ]
        if differ:
            found.append(Quoted(page, number, plain(line, lambda name: new.get(name, name)), tuple(differ)))
    return tuple(found)


def changed_words(
    old: Mapping[str, str], new: Mapping[str, str], old_numbers: Mapping[str, str], new_numbers: Mapping[str, str]
) -> tuple[Worded, ...]:
    """Return the sentences whose own words are others, in pages that stand in both states.

    A number that reads otherwise changes no words, nor does a sign of a claim.
    """
    found: list[Worded] = []
    for page in (page for page in new if page in old and old[page] != new[page]):
        before, after = list(_prose(old[page])), list(_prose(new[page]))
        masked = [[plain(line, lambda name: f"<{name}>") for _, line in side] for side in (before, after)]
        for tag, i, j, k, m in difflib.SequenceMatcher(a=masked[0], b=masked[1], autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            for was, now in _matched(before[i:j], after[k:m]):
                at = now[0] if now else after[min(k, len(after) - 1)][0] if after else 1
                texts = (
                    plain(was[1], lambda name: old_numbers.get(name, name)) if was else "",
                    plain(now[1], lambda name: new_numbers.get(name, name)) if now else "",
                )
                found.append(Worded(page, at, *texts))
    return tuple(found)


Line = tuple[int, str]


def _prose(text: str) -> Iterator[Line]:
    """Lines that a reader reads, with their numbers: no front matter, code, option, target or mark of a block."""
    lines = enumerate(text.splitlines(), start=1)
    code = front = False
    for number, line in lines:
        if line == "---" and (number == 1 or front):
            front = not front
        elif re.match(r"```(\{code-cell\}|\w|$)", line):
            code = not code and line != "```"
        elif not (front or code) and line.strip() and not re.match(r"\([\w-]+\)=$|:::|```|:[\w-]+:", line):
            yield number, line


def _matched(old: list[Line], new: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Old and new sentences of one place: reworded ones together, in the order of the new."""
    left = list(old)
    for line in new:
        near = difflib.get_close_matches(line[1], [text for _, text in left], n=1, cutoff=LIKE)
        partner = next((one for one in left if near and one[1] == near[0]), None)
        if partner:
            left.remove(partner)
        yield partner, line
    yield from ((line, None) for line in left)
