"""Claims of section 3, Tables 1 to 3 and notes 6 and 7."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("3")
FOREIGN = "survey.foreign_share_pct_printed"

# What sentences and tables of section 3 print.
SAMPLES = {BUENOS_AIRES: 50, LOS_LAGOS: 50, QIAOTOU: 100, PENANG: 103}
NAMES = {BUENOS_AIRES: "Buenos Aires", LOS_LAGOS: "Los Lagos", QIAOTOU: "Qiaotou", PENANG: "Penang"}


def _more(finding: Finding, sentence: str) -> Finding:
    """The same finding with one sentence more."""
    return replace(finding, numbers=f"{finding.numbers} {sentence}")


def _premium(see: Evidence) -> dict[str, float]:
    """Export growth of each location less that of its nation, under the cluster's name."""
    return see.by_name({cluster: see.growth(cluster) - see.growth(cluster, scope="nation") for cluster in FOUR})


def _levels_with(see: Evidence, word: str) -> list[int]:
    """Levels at which the table of knowledge depth names something among human resources."""
    rows = see.rows("knowledge_depth")
    rows = rows[(rows["dimension"] == "human-resources") & rows["description"].str.contains(word, case=False)]
    return sorted(int(level) for level in rows["level"])


# Clusters and firms.


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
    "paragraph 1 and Table 1",
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
    "paragraph 1 and Table 1",
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
    "Each cluster had at least 20 years of experience behind it.",
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
    return _more(
        by.every(years, lambda value: value >= 20, unit=" years at least", digits=0),
        f"These run from the starts that section 1 gives to {see.year}; the {rough.printed} that Table 1 gives for "
        f"Qiaotou leave {see.year - rough.last} to {see.year - rough.first} years.",
    )


@REGISTER.add(
    "four-most-dynamic-of-ten",
    "paragraph 1",
    "ranking",
    "The four clusters of the paper have the most dynamic experience of upgrading among the 10.",
    "study.value",
)
def _(see: Evidence) -> Finding:
    others = see.study("clusters-identified") - len(FOUR)
    numbers = f"The paper names neither the other {others:.0f} clusters nor the measure."
    return by.untold(numbers, "a measure of upgrading, with its value in every cluster identified")


@REGISTER.add(
    "note-6-fits-its-sentence",
    "note 6",
    "cross-reference",
    "The sentence on the growth of exports is explained by note 6, which is attached to it.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    about = see.assertions("subject-of-note-6")
    numbers = "; ".join(f"{place} is about {says}" for place, says in about.items())
    return by.tells(len(set(about.values())) == 1, f"{numbers}.")


@REGISTER.add(
    "foreign-threshold",
    "Table 1, note to the table",
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
        fits = any(abs(100 * count / firms - printed) <= 0.05 + by.TOLERANCE for count in nearest)
        # The largest smaller sample that would give it, as if some firms had not told who owns them.
        samples = (of for of in range(firms, 0, -1) if abs(100 * round(printed * of / 100) / of - printed) <= 0.05)
        of = next(samples, 0)
        other = "" if fits or not of else f"; {round(printed * of / 100)} of {of} firms would give it"
        return by.tells(fits, f"Table 1 prints {printed:.1f}%, and {given}{other}.")

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
    "start-of-buenos-aires",
    "Table 1",
    "attribution",
    "Buenos Aires started as a special economic zone.",
    "assertions.place assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("buenos-aires-origin"))


@REGISTER.add(
    "start-of-los-lagos",
    "Table 1",
    "date",
    "Los Lagos started in the early 1980s, as a region set aside for salmon farming.",
    "events.year events.year_end events.date",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    places = {"Table 1": "salmon-region", "Section 1": "salmon-promotion", "Section 6": "domsea-farms"}
    return by.same_date({place: see.event(event) for place, event in places.items()}, within=True)


@REGISTER.add(
    "start-of-qiaotou",
    "Table 1",
    "date",
    "Qiaotou originated in the 1980s, with entrepreneurs who put money into making buttons.",
    "events.year events.year_end events.date",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    table, trade = see.event("button-firms"), see.event("button-distribution")
    making = [see.event("italian-outsourcing-1982"), see.event("italian-outsourcing-1982-84")]
    return by.readings(
        {
            "the start of manufacture": (
                all(table.first <= span.first and span.last <= table.last for span in making),
                f"section 1 gives {making[0].printed} and section 6 gives {making[1].printed}",
            ),
            "the start of the cluster": (
                table.first <= trade.first and trade.last <= table.last,
                f"section 6 opens with a trade in buttons in {trade.printed}",
            ),
        },
        f"Table 1 gives the {table.printed}.",
    )


@REGISTER.add(
    "start-of-penang",
    "Table 1",
    "date",
    "Penang started with Free Trade Zones from 1972.",
    "events.year events.year_end events.date",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    places = {"Table 1": "free-trade-zones", "Section 1": "assembly-relocates", "Section 6": "first-arrivals"}
    return by.same_date({place: see.event(event) for place, event in places.items()}, within=True)


@REGISTER.add(
    "survey-years",
    "Table 1, source line",
    "date",
    "The survey behind the tables was made in 2007–08.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("data-collection-years"))


@REGISTER.add(
    "penang-sampled-by-a-consultant",
    "paragraph 5 and note 7",
    "attribution",
    "In Penang too the field work was done by a national consultant under the authors' supervision.",
    "assertions.place assertions.says",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-field-work"))


@REGISTER.add(
    "sample-stratified-by-ownership",
    "paragraph 5",
    "every cluster",
    "The firms of each cluster were drawn as a sample stratified by ownership and size.",
    FOREIGN,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    shares = see.of(FOUR, "foreign_share")
    single = listed([name for name, share in shares.items() if share in (0, 100)]) or "no cluster"
    numbers = f"Foreign in the sample: {by.amounts(shares)}; in {single} ownership makes a single stratum."
    return by.untold(numbers, "the numbers of all firms of each cluster by ownership and size")


@REGISTER.add(
    "one-location-a-sample",
    "paragraph 5",
    "every cluster",
    "The firms of each sample come from one location.",
    "clusters.name clusters.country survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    places = {see.name(cluster): see.value("clusters", "country", cluster=cluster) for cluster in FOUR}
    given = listed([f"{see.firms(c)} firms in {see.name(c)}" for c in FOUR])
    return by.tells(
        len(places) == len(set(places.values())) == len(FOUR), f"Table 1 has {given}, each its own country."
    )


def _sample(cluster: str) -> Callable[[Evidence], Finding]:
    def judge(see: Evidence) -> Finding:
        return by.printed(SAMPLES[cluster], see.firms(cluster), 0, "The text prints {stated} firms, Table 1 {found}.")

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
    "response-rate",
    "paragraph 5",
    "every cluster",
    "In all locations close to 100% of the firms responded.",
    "study.value survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    rate, firms = see.study("response-rate"), see.of(FOUR, "firms")
    numbers = f"The design of the study has {rate:.0f}%; firms surveyed: {by.amounts(firms, unit='', digits=0)}."
    if rate != 100:
        return by.tells(False, numbers)
    return by.untold(numbers, "the number of firms approached in each location")


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


@REGISTER.add(
    "fewer-firms-in-latin-america",
    "paragraph 5",
    "comparison",
    "Fewer related firms exist in the clusters of Latin America than in those of Asia.",
    "survey.firms figures.value",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    stalls = see.figure("qiaotou-stalls", "mid-1990s")
    numbers = (
        f"Firms surveyed: {by.amounts(see.of(FOUR, 'firms'), unit='', digits=0)}. "
        f"The only count of a whole cluster is over {stalls:,.0f} stalls in Qiaotou by the mid-1990s."
    )
    return by.untold(numbers, "the number of related firms in each cluster")


# The typologies.


@REGISTER.add(
    "places-of-brainstorming",
    "paragraphs 2 and 6",
    "count",
    "Brainstorming sessions with the industry association took place in six places.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("brainstorming-places"))


@REGISTER.add(
    "four-pillars",
    "paragraph 3 and Table 2",
    "count",
    "Four systemic pillars were identified.",
    "pillars.pillar pillars.name",
)
def _(see: Evidence) -> Finding:
    names = list(see.rows("pillars")["name"])
    return by.tells(len(names) == len(PILLARS) == 4, f"The table of pillars has {len(names)}: {listed(names)}.")


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
    "Table 5 counts firms under the heads that Table 3 gives the dimensions.",
    "dimensions.name dimensions.label_table_3 dimensions.label_table_5",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("dimensions")
    heads = list(zip(rows["name"], rows["label_table_3"], rows["label_table_5"], strict=True))
    numbers = "; ".join(f"{name} is headed {third} in Table 3 and {fifth} in Table 5" for name, third, fifth in heads)
    return by.tells(all(third == fifth for _, third, fifth in heads), f"{numbers}.")


@REGISTER.add(
    "schumpeter-mark-one",
    "Table 2",
    "definition",
    "Phases 3 and 4 of the high-tech pillar name the same Schumpeterian system.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("schumpeter-mark-one"))


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
    numbers = ", ".join(f"{see.value('pillars', 'name', pillar=pillar)} in phase {at}" for pillar, at in first.items())
    return by.tells(first == dict.fromkeys(PILLARS[1:], 4), f"Research is first named for {numbers}.")


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
    return by.tells(min(levels, default=0) == 4, f"Engineers are named at levels {listed([str(at) for at in levels])}.")


@REGISTER.add(
    "rd-scientists-at-levels-4-and-5",
    "paragraph 3",
    "definition",
    "R&D scientists and engineers become important at levels 4 and 5.",
    "knowledge_depth.description knowledge_depth.level",
)
def _(see: Evidence) -> Finding:
    found = {word: _levels_with(see, word) for word in ("engineer", "scientist")}
    named = {word: listed([str(at) for at in levels]) or "no level" for word, levels in found.items()}
    return by.readings(
        {
            "engineers": ({4, 5} <= set(found["engineer"]), f"Table 3 has them hired at {named['engineer']}"),
            "scientists": ({4, 5} <= set(found["scientist"]), f"Table 3 has them hired at {named['scientist']} only"),
        },
        "The text names levels 4 and 5 for both.",
    )


# How the paper proceeds, and how the ratings were made.


@REGISTER.add(
    "first-capabilities-then-drivers",
    "paragraph 4",
    "cross-reference",
    "After the method the paper first takes the technology of firms and then what drove it.",
    "sections.section sections.title",
)
def _(see: Evidence) -> Finding:
    titles = {str(row["section"]): row["title"] for _, row in see.rows("sections").iterrows()}
    order = [titles[number] for number in sorted(titles) if number > "3"]
    technology = next(at for at, title in enumerate(order) if title.startswith("Technological upgrading"))
    drivers = next(at for at, title in enumerate(order) if title.startswith("Drivers"))
    return by.readings(
        {
            "an order of the two": (technology < drivers, ""),
            "the whole plan": (technology == 0 and drivers == 1, f"the first section after the method is {order[0]}"),
        },
        f"The sections after the method are {listed(order)}.",
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
    "pillar_phases.pillar pillar_phases.phase institutions.pillar institutions.phase institutions.cluster",
)
def _(see: Evidence) -> Finding:
    scale, scores = see.rows("pillar_phases"), see.rows("institutions")
    cells = set(zip(scale["pillar"], scale["phase"], strict=True))
    used = set(zip(scores["pillar"], scores["phase"], strict=True))
    return by.readings(
        {
            "scored on the scale of Table 2": (used <= cells, ""),
            "printed in Table 2": ("cluster" in scale.columns, "it rates no cluster, Table 4 does"),
        },
        f"Table 2 describes {len(cells)} phases of pillars; Table 4 places clusters in {len(used)} of them.",
    )


@REGISTER.add(
    "year-of-the-scores",
    "paragraph 6",
    "date",
    "The scores of the institutions date from 2007–08.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("year-of-the-phases"))


@REGISTER.add(
    "source-of-the-scores",
    "paragraph 6",
    "attribution",
    "The scores of the institutions rest on consensus in sessions with officials of the associations.",
    "assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("source-of-the-phases"))
