"""Claims of section 3 on the two typologies: Tables 2 and 3, and the text that reads them."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import DIMENSIONS, PILLARS, Evidence
from .model import Finding, Register

REGISTER = Register("3")


def _levels_with(see: Evidence, word: str) -> list[int]:
    """Levels at which the table of knowledge depth names something among human resources."""
    rows = see.rows("knowledge_depth")
    rows = rows[(rows["dimension"] == "human-resources") & rows["description"].str.contains(word, case=False)]
    return sorted(int(level) for level in rows["level"])


def _named(levels: list[int]) -> str:
    """Levels as a phrase: levels 4, 5 and 6; level 6 only."""
    if len(levels) == 1:
        return f"level {levels[0]} only"
    return f"levels {listed([str(level) for level in levels])}" if levels else "no level"


@REGISTER.add(
    "four-pillars",
    "paragraph 3",
    "count",
    "Four systemic pillars were identified.",
    "pillars.pillar pillars.name",
)
def _(see: Evidence) -> Finding:
    names = list(see.rows("pillars")["name"])
    return by.tells(len(names) == 4, f"The table of pillars has {len(names)}: {listed(names)}.")


def _scale(see: Evidence, table: str, column: str, size: int, first: str, last: str, cells: str, over: str) -> Finding:
    """Hold a scale to its length, to the names of its ends and to having every cell described."""
    names = dict(zip(see.rows(table)[column], see.rows(table)["name"], strict=True))
    described = see.rows(cells).groupby(over)[column].nunique()
    low, high = min(names), max(names)
    fits = [low, high, len(names)] == [1, size, size] and (names[low], names[high]) == (first, last)
    cells_of = f"{described.sum()} of {size * len(described)} cells are described"
    numbers = f"The scale runs from {low} ({names[low]}) to {high} ({names[high]}); {cells_of}."
    return by.tells(fits and bool((described == size).all()), numbers)


@REGISTER.add(
    "five-phases",
    "Table 2",
    "definition",
    "Each pillar passes through five phases, from initial conditions to the frontier.",
    "phases.phase phases.name pillar_phases.pillar pillar_phases.phase",
)
def _(see: Evidence) -> Finding:
    return _scale(see, "phases", "phase", 5, "Initial conditions", "Frontier", "pillar_phases", "pillar")


@REGISTER.add(
    "six-levels",
    "Table 3",
    "definition",
    "Knowledge depth has six levels, from simple activities to mature R&D.",
    "levels.level levels.name knowledge_depth.dimension knowledge_depth.level",
)
def _(see: Evidence) -> Finding:
    return _scale(see, "levels", "level", 6, "Simple activities", "Mature R&D", "knowledge_depth", "dimension")


@REGISTER.add(
    "three-dimensions",
    "Table 3",
    "count",
    "Knowledge depth is rated in human resources, process technology and product technology.",
    "dimensions.dimension dimensions.name",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("dimensions")
    return by.tells(tuple(rows["dimension"]) == DIMENSIONS, f"The dimensions are {listed([*rows['name']])}.")


@REGISTER.add(
    "dimension-heads",
    "Table 3",
    "definition",
    "Table 5 counts firms in the dimensions of Table 3, under the same heads or their initials.",
    "dimensions.name dimensions.label_table_3 dimensions.label_table_5",
)
def _(see: Evidence) -> Finding:
    told, fit = [], True
    for _, row in see.rows("dimensions").iterrows():
        name, third, fifth = row["name"], row["label_table_3"], row["label_table_5"]
        initials = "".join(word[0].upper() for word in name.split())
        fit = fit and fifth in (third, initials)
        told.append(f"{name} is headed {third} in Table 3 and {fifth} in Table 5")
    return by.tells(fit, f"{'; '.join(told)}.")


@REGISTER.add(
    "research-enters-in-phase-4",
    "after the table of pillars",
    "definition",
    "Research first enters in phase 4, in every pillar but basic infrastructure.",
    "pillar_phases.description pillar_phases.phase pillars.name",
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("pillar_phases")
    rows = rows[rows["description"].str.contains("research|R&D", case=False)]
    first = rows.groupby("pillar")["phase"].min().to_dict()
    found = [f"{see.value('pillars', 'name', pillar=pillar).lower()} in phase {at}" for pillar, at in first.items()]
    numbers = f"Research is first named for {listed(found) or 'no pillar'}."
    return by.tells(first == dict.fromkeys(PILLARS[1:], 4), numbers)


@REGISTER.add(
    "engineers-from-level-4",
    "after the table of knowledge depth",
    "definition",
    "Firms first hire engineers at level 4.",
    "knowledge_depth.description knowledge_depth.level",
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    levels = _levels_with(see, "engineer")
    return by.tells(min(levels, default=0) == 4, f"Engineers are hired at {_named(levels)}.")


@REGISTER.add(
    "rd-scientists-at-levels-4-and-5",
    "paragraph 3",
    "definition",
    "R&D scientists and engineers become important at levels 4 and 5.",
    "knowledge_depth.description knowledge_depth.level",
)
def _(see: Evidence) -> Finding:
    engineers, scientists = _levels_with(see, "engineer"), _levels_with(see, "scientist")
    return by.readings(
        {
            "engineers of any kind": ({4, 5} <= set(engineers), f"Table 3 has firms hire them at {_named(engineers)}"),
            "R&D scientists": ({4, 5} <= set(scientists), f"Table 3 has firms hire them at {_named(scientists)}"),
        },
        "The text names levels 4 and 5 for both.",
    )


@REGISTER.add(
    "typologies-of-the-ratings",
    "paragraph 6",
    "cross-reference",
    "Institutions are rated on the phases of Table 2 and firms on the levels of Table 3.",
    "institutions.phase capabilities.level phases.phase levels.level",
)
def _(see: Evidence) -> Finding:
    found = {}
    for rated, scale, column in (("institutions", "phases", "phase"), ("capabilities", "levels", "level")):
        found[column] = (set(see.rows(rated)[column]), set(see.rows(scale)[column]))
    numbers = (
        f"Table 4 has phases {listed([str(at) for at in sorted(found['phase'][0])])}, "
        f"Table 5 has levels {listed([str(at) for at in sorted(found['level'][0])])}."
    )
    return by.tells(all(used <= scale for used, scale in found.values()), numbers)


@REGISTER.add(
    "scores-in-table-2",
    "paragraph 6",
    "cross-reference",
    "The scores of the institutions are reported in Table 2.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    places = see.assertions("table-of-the-scores")
    given = listed([f"{table} ({place[0].lower()}{place[1:]})" for place, table in places.items()])
    return by.tells(set(places.values()) == {"Table 2"}, f"The paper has them in {given}.")
