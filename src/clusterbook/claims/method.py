"""Claims of section 3 on clusters and firms, Table 1 and notes 6 and 7."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence, LackingError
from .model import Finding, Register

REGISTER = Register("3")
FOREIGN = "survey.foreign_share_pct_printed"

# What sentences and tables of section 3 print.
SAMPLES = {BUENOS_AIRES: 50, LOS_LAGOS: 50, QIAOTOU: 100, PENANG: 103}
NAMES = {BUENOS_AIRES: "Buenos Aires", LOS_LAGOS: "Los Lagos", QIAOTOU: "Qiaotou", PENANG: "Penang"}


def _premium(see: Evidence) -> dict[str, float]:
    """Export growth of each location less that of its nation, under the cluster's name."""
    return see.of(FOUR, "premium")


@REGISTER.add(
    "four-of-ten-clusters",
    "paragraph 1",
    "count",
    "The work identified 10 clusters, and the paper uses four of them.",
    "study.value survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    used = listed([see.name(cluster) for cluster in FOUR if see.firms(cluster) > 0])
    sentence = "The text prints {stated} clusters identified, the design of the study gives {found}; Table 1 has "
    return by.printed(10, see.study("clusters-identified"), 0, f"{sentence}{used}.")


@REGISTER.add(
    "export-growth-above-nation",
    "paragraph 1",
    "every cluster",
    "In each of the four clusters exports grew faster than in its nation.",
    "growth.growth_pct_pa",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.every(_premium(see), lambda value: value > by.TOLERANCE, unit=" points")


@REGISTER.add(
    "export-growth-above-nation-in-all-ten",
    "paragraph 1",
    "every cluster",
    "In each of the 10 clusters identified exports of the lead products grew faster than in the nation.",
    "growth.growth_pct_pa study.value",
)
def _(see: Evidence) -> Finding:
    above = sum(value > by.TOLERANCE for value in _premium(see).values())
    others = see.study("clusters-identified") - len(FOUR)
    numbers = f"It holds in {above} of the {len(FOUR)} clusters of Table 1; of the other {others:.0f} no rate is given."
    if above < len(FOUR):
        return by.tells(False, numbers)
    return by.untold(numbers, "export growth of the clusters that were left out, and of their nations")


@REGISTER.add(
    "export-growth-period",
    "paragraph 1",
    "date",
    "The rates of export growth are yearly averages from 2000 to 2006.",
    "growth.start_year growth.end_year",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    keys = [{"cluster": c, "scope": s, "indicator": "exports"} for c in FOUR for s in ("nation", "location")]
    spans = {tuple(int(see.value("growth", f"{end}_year", **key)) for end in ("start", "end")) for key in keys}
    given = listed([f"{first}–{last}" for first, last in sorted(spans)])
    return by.tells(spans == {(2000, 2006)}, f"The growth table gives {given} for the {len(keys)} rates of exports.")


@REGISTER.add(
    "twenty-years-of-experience",
    "paragraph 1",
    "every cluster",
    "Each of the four clusters had at least 20 years of experience behind it.",
    "events.year events.year_end events.date",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    starts = {
        BUENOS_AIRES: "tnc-car-assembly",
        LOS_LAGOS: "salmon-promotion",
        PENANG: "assembly-relocates",
        QIAOTOU: "italian-outsourcing-1982",
    }
    years = see.by_name({cluster: see.year - see.event(start).last for cluster, start in starts.items()})
    rough = see.event("button-firms")
    counted = (
        f"Counted to {see.year} from the latest year that the starts of section 1 allow; from the {rough.printed}, "
        f"which Table 1 gives for Qiaotou, it would be {see.year - rough.last} to {see.year - rough.first} years."
    )
    found = by.every(years, lambda value: value >= 20, unit=" years", digits=0)
    return replace(found, numbers=f"{found.numbers} {counted}")


@REGISTER.add(
    "note-6-fits-its-sentence",
    "note 6",
    "cross-reference",
    "Note 6 belongs to the sentence on the growth of exports, to which it is attached.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    about = see.assertions("subject-of-note-6")
    numbers = "; ".join(f"{place} is about {says}" for place, says in about.items())
    return by.tells(len(set(about.values())) == 1, f"{numbers}.")


@REGISTER.add(
    "foreign-threshold",
    "Table 1, note",
    "definition",
    "A firm counts as foreign if at least 50% of its equity is foreign, and as national otherwise.",
    "study.value",
)
def _(see: Evidence) -> Finding:
    sentence = "Table 1 prints {stated}%, the design of the study has {found}%."
    return by.printed(50, see.study("foreign-threshold"), 0, sentence)


def _foreign_share(cluster: str) -> Callable[[Evidence], Finding]:
    def judge(see: Evidence) -> Finding:
        printed, firms = see.foreign_share(cluster), see.firms(cluster)
        nearest = dict.fromkeys(see.foreign_firms(cluster))
        given = listed([f"{count} of {firms} are {100 * count / firms:.1f}%" for count in nearest])
        fits = any(by.fits(printed, 100 * count / firms, 1) for count in nearest)
        # The largest smaller sample that would give it, as if some firms had not told who owns them.
        samples = (of for of in range(firms, 0, -1) if abs(100 * round(printed * of / 100) / of - printed) <= 0.05)
        of = next(samples, 0)
        other = "" if fits or not of else f"; {round(printed * of / 100)} of {of} would give it"
        return by.tells(fits, f"Table 1 prints {printed:.1f}%, {'and' if fits else 'but'} {given}{other}.")

    return judge


for _cluster in SAMPLES:
    REGISTER.add(
        f"foreign-share-{_cluster}",
        "Table 1",
        "share",
        f"The foreign share that Table 1 prints for {NAMES[_cluster]} is that of a whole number of the firms surveyed.",
        f"{FOREIGN} survey.firms",
        clusters=(_cluster,),
    )(_foreign_share(_cluster))


@REGISTER.add(
    "start-of-penang",
    "Table 1",
    "date",
    "Penang started with Free Trade Zones from 1972.",
    "events.year events.year_end events.date",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Table 1": see.event("free-trade-zones"), "Section 6": see.event("first-arrivals")})


def _sample(cluster: str) -> Callable[[Evidence], Finding]:
    def judge(see: Evidence) -> Finding:
        return by.printed(
            SAMPLES[cluster], see.firms(cluster), 0, "The text prints {stated} firms, Table 1 has {found}."
        )

    return judge


for _cluster, _firms in SAMPLES.items():
    REGISTER.add(
        f"sample-of-{_cluster}",
        "paragraph 5",
        "number",
        f"The sample of {NAMES[_cluster]} has {_firms} firms.",
        "survey.firms",
        clusters=(_cluster,),
    )(_sample(_cluster))


@REGISTER.add(
    "latin-american-samples-smaller",
    "paragraph 5",
    "comparison",
    "The samples of Latin America are smaller than those of Asia.",
    "survey.firms clusters.region",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    sizes: dict[str, list[int]] = {"Latin America": [], "Asia": []}
    for cluster in FOUR:
        sizes.setdefault(see.value("clusters", "region", cluster=cluster), []).append(see.firms(cluster))
    numbers = "; ".join(f"{region}: {listed([str(size) for size in found])}" for region, found in sizes.items())
    return by.tells(max(sizes["Latin America"], default=0) < min(sizes["Asia"], default=0), f"{numbers}.")


def _section(see: Evidence, opening: str) -> int:
    """Number of the section whose title opens with some words."""
    for number, title in see.rows("sections")[["section", "title"]].itertuples(index=False):
        if title.startswith(opening):
            return int(number)
    raise LackingError(f"a row of sections.csv with a title that opens with {opening!r}")


@REGISTER.add(
    "first-capabilities-then-drivers",
    "paragraph 4",
    "cross-reference",
    "The paper takes first the technology of firms and then what drove their upgrading.",
    "sections.section sections.title",
)
def _(see: Evidence) -> Finding:
    technology, drivers = _section(see, "Technological upgrading"), _section(see, "Drivers of upgrading")
    return by.tells(technology < drivers, f"Technology is section {technology}, the drivers are section {drivers}.")
