"""Derivations: right by hand, pure, and free of the number of clusters, years and levels."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import clusterbook as cb
from clusterbook import __all__ as exported

DERIVED = [
    cb.cluster_profile,
    cb.cluster_summary,
    cb.dated_figures,
    cb.events,
    cb.firm_shares,
    cb.firms_at_exactly,
    cb.growth_rates,
    cb.institutional_phases,
    cb.knowledge_depth,
    cb.pillar_phases,
    cb.places,
    cb.share_changes,
    cb.skill_intensity,
]
every_derivation = pytest.mark.parametrize("derive", DERIVED, ids=lambda derive: derive.__name__)


class Recorded:
    """A data set that hands out its own frames, not copies, so that a change to one would show."""

    def __init__(self, data: cb.Dataset) -> None:
        self.frames = {name: data[name] for name in data}
        self.year, self.source = data.year, data.source

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]


def append(folder, file, text):
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(text)


@pytest.fixture
def with_hubei(copied):
    """The data with a cluster added after the four."""
    append(copied, "clusters.csv", "hubei,Hubei,China,Asia,Software,A science park,30.6,114.3\n")
    append(copied, "survey.csv", "hubei,2006,10,20.0\n")
    append(copied, "skills.csv", "hubei,2006,91.5\n")
    growth = [("nation", "exports", 12.0), ("location", "exports", 21.5)]
    growth += [("location", "employment", 3.0), ("location", "real-wages", 2.0)]
    for scope, indicator, rate in growth:
        append(copied, "growth.csv", f"hubei,2006,{scope},{indicator},2000,2006,{rate}\n")
    for pillar in cb.load("pillars")["pillar"]:
        append(copied, "institutions.csv", f"hubei,2006,{pillar},5\n")
    for dimension in cb.load("dimensions")["dimension"]:
        for level, firms in enumerate((10, 9, 8, 6, 3, 1), start=1):
            append(copied, "capabilities.csv", f"hubei,2006,{dimension},{level},{firms},{10 * firms}\n")
    return cb.Dataset(copied)


@pytest.fixture
def again_in_2012(copied):
    """The data with every measured table surveyed again in 2012, exports a point faster."""
    for name in ("survey", "skills", "institutions", "capabilities", "growth"):
        frame = pd.read_csv(copied / f"{name}.csv")
        again = frame.assign(year=2012)
        if name == "growth":
            again = again.assign(start_year=2006, end_year=2012, growth_pct_pa=(again["growth_pct_pa"] + 1).round(1))
        pd.concat([frame, again]).to_csv(copied / f"{name}.csv", index=False)
    frame = pd.read_csv(copied / "misprints.csv")
    pd.concat([frame, frame.assign(year=2012)]).to_csv(copied / "misprints.csv", index=False)
    return copied


@pytest.fixture
def seventh_level(copied):
    """The data with a level deeper than the six; one firm of Penang is there in process technology."""
    append(copied, "levels.csv", "7,World first\n")
    for dimension in cb.load("dimensions")["dimension"]:
        append(copied, "knowledge_depth.csv", f"{dimension},7,What nobody did before\n")
        for cluster in cb.load("clusters")["cluster"]:
            firms = int((cluster, dimension) == ("penang", "process"))
            append(copied, "capabilities.csv", f"{cluster},2006,{dimension},7,{firms},{firms}\n")
    return cb.Dataset(copied)


def everything(data: cb.Dataset) -> list[str]:
    """Return all that a reader could see of the data, as text."""
    shares = cb.firm_shares(data)
    charts = [
        cb.chart_map(cb.places(data), data.land()),
        cb.chart_export_growth(cb.cluster_profile(data)),
        cb.chart_growth(cb.growth_rates(data)),
        cb.chart_skill_intensity(cb.skill_intensity(data)),
        cb.chart_capability_ladder(shares),
        cb.chart_capabilities(shares),
        cb.chart_exact_levels(cb.firms_at_exactly(data)),
        cb.chart_institutions(cb.institutional_phases(data)),
        cb.chart_events(cb.events(data)),
        cb.chart_vehicle_output(cb.dated_figures(data)),
    ]
    tables = [
        cb.table_clusters(cb.cluster_profile(data)),
        cb.table_institutions(cb.institutional_phases(data)),
        cb.table_capabilities(shares),
        cb.table_summary(cb.cluster_summary(data)),
        cb.table_knowledge_depth(cb.knowledge_depth(data)),
        cb.table_pillars(cb.pillar_phases(data)),
        cb.table_events(cb.events(data)),
        cb.table_figures(cb.dated_figures(data)),
    ]
    return [json.dumps(chart.to_dict()) for chart in charts] + [table.to_text() for table in tables]


def at(frame, column, **where):
    """Return the one value of a column where other columns have given values."""
    for name, value in where.items():
        frame = frame[frame[name] == value]
    (found,) = frame[column]
    return found


def test_every_exported_derivation_is_among_those_tested():
    functions = {name for name in exported if getattr(cb, name).__module__.startswith("clusterbook.indicators.")}

    assert functions == {derive.__name__ for derive in DERIVED}


@every_derivation
def test_a_derivation_leaves_its_inputs_unchanged(data, derive):
    recorded = Recorded(data)
    before = {name: (frame.copy(), dict(frame.attrs)) for name, frame in recorded.frames.items()}

    derive(recorded)

    for name, (frame, attrs) in before.items():
        pd.testing.assert_frame_equal(recorded.frames[name], frame)
        assert recorded.frames[name].attrs == attrs


@every_derivation
def test_a_derivation_gives_the_same_each_time(data, derive):
    pd.testing.assert_frame_equal(derive(data), derive(data))


@every_derivation
def test_a_derivation_carries_its_source_and_counts_rows_from_zero(data, derive):
    frame = derive(data)

    assert frame.attrs["source"]
    assert list(frame.index) == list(range(len(frame)))


def test_the_export_premium_is_location_less_nation(data):
    assert at(cb.cluster_profile(data), "export_premium_pp", cluster="los-lagos") == 7.5  # 18.6 - 11.1


def test_a_share_is_firms_of_the_sample(data):
    share = at(cb.firm_shares(data), "share_pct", cluster="penang", dimension="product", level=4)

    assert share == pytest.approx(100 * 57 / 103)  # a quotient, so the last bit is not ours to fix


def test_a_known_misprint_is_marked_and_its_share_computed_from_the_count(data):
    shares = cb.firm_shares(data)

    cell = {"cluster": "qiaotou", "dimension": "human-resources", "level": 4}

    assert at(shares, "misprint", **cell)
    assert (at(shares, "share_pct_printed", **cell), at(shares, "share_pct", **cell)) == (29, 39)
    assert shares["misprint"].sum() == 2


@pytest.mark.parametrize(
    ("cluster", "dimension", "counts"),
    [
        ("penang", "product", [30, 7, 9, 46, 10, 1]),  # from 103, 73, 66, 57, 11, 1
        ("qiaotou", "human-resources", [0, 25, 36, 36, 3, 0]),  # from 100, 100, 75, 39, 3, 0
        ("los-lagos", "process", [0, 0, 38, 9, 3, 0]),  # from 50, 50, 50, 12, 3, 0
    ],
)
def test_firms_at_exactly_a_level_are_differences_of_the_counts(data, cluster, dimension, counts):
    rows = cb.firms_at_exactly(data).query("cluster == @cluster and dimension == @dimension")

    assert list(rows["firms"]) == counts


def test_firms_at_exactly_each_level_add_up_to_the_sample(data):
    exact = cb.firms_at_exactly(data)

    sums = exact.groupby(["cluster", "dimension"]).agg(firms=("firms", "sum"), sample=("sample", "first"))

    assert (sums["firms"] == sums["sample"]).all()


def test_shares_at_exactly_each_level_add_up_to_the_whole(data):
    sums = cb.firms_at_exactly(data).groupby(["cluster", "dimension"])["share_pct"].sum()

    assert list(sums) == pytest.approx([100] * len(sums))  # sums of quotients


def test_growth_rates_are_those_of_the_location_only(data):
    assert at(cb.growth_rates(data), "growth_pct_pa", cluster="penang", indicator="exports") == 6.7


def test_the_summary_takes_the_level_asked_for(data):
    summary = cb.cluster_summary(data, level=5)

    assert at(summary, "share_process_pct", cluster="los-lagos") == 6
    assert summary.attrs["level"] == 5


def test_the_summary_gives_the_lowest_and_the_highest_phase(data):
    summary = cb.cluster_summary(data)

    assert list(summary["lowest_phase"]) == [3, 3, 3, 4]
    assert list(summary["highest_phase"]) == [4, 4, 4, 4]


def test_rows_follow_the_order_of_the_clusters_whatever_the_order_of_the_file(data):
    turned = data.replacing(skills=data["skills"].iloc[::-1], capabilities=data["capabilities"].iloc[::-1])

    assert list(cb.skill_intensity(turned)["name"]) == list(data["clusters"]["name"])
    assert list(dict.fromkeys(cb.firm_shares(turned)["name"])) == list(data["clusters"]["name"])


def test_counts_at_exactly_a_level_do_not_depend_on_the_order_of_the_file(data):
    turned = data.replacing(capabilities=data["capabilities"].iloc[::-1])

    key = ["cluster", "dimension", "level"]
    found, wanted = (cb.firms_at_exactly(each).set_index(key)["firms"].sort_index() for each in (turned, data))

    pd.testing.assert_series_equal(found, wanted)


def test_events_stand_oldest_first(data):
    assert cb.events(data)["year"].is_monotonic_increasing


@pytest.mark.parametrize("derive", [cb.events, cb.dated_figures], ids=lambda derive: derive.__name__)
def test_a_story_may_ask_for_the_rows_of_its_cluster(data, derive):
    rows = derive(data, cluster="qiaotou")

    assert set(rows["cluster"]) == {"qiaotou"}
    assert len(rows) == (derive(data)["cluster"] == "qiaotou").sum()


def test_a_fifth_cluster_appears_in_every_derivation_by_cluster(with_hubei):
    for derive in (cb.cluster_profile, cb.cluster_summary, cb.firm_shares, cb.growth_rates, cb.places):
        assert "Hubei" in set(derive(with_hubei)["name"]), derive.__name__


def test_a_fifth_cluster_has_its_own_numbers(with_hubei):
    assert at(cb.cluster_profile(with_hubei), "export_premium_pp", cluster="hubei") == 9.5
    exact = cb.firms_at_exactly(with_hubei).query("cluster == 'hubei' and dimension == 'process'")
    assert list(exact["firms"]) == [1, 1, 2, 3, 2, 1]


def test_a_fifth_cluster_brings_its_facts_and_may_be_the_highest(with_hubei):
    facts = cb.all_facts(with_hubei)

    assert facts["hubei.process.level-4.share"].text == "60%"
    assert facts["export-growth.highest"].text == "Hubei"
    assert (facts["clusters.count"].text, facts["firms.total"].text) == ("5", "313")


def test_a_fifth_cluster_leaves_the_colours_of_the_four(with_hubei, data):
    before, after = (
        cb.theme.scales(each["clusters"]["name"])["color"].to_dict()["range"] for each in (data, with_hubei)
    )

    assert after[:4] == before
    assert len(set(after)) == 5


def test_a_fifth_cluster_is_shown_by_every_table_and_chart_of_clusters(with_hubei):
    *shown, _, _, _, _ = everything(with_hubei)  # the last four tables hold no clusters or only stories

    vehicles = 9  # the chart of Argentine vehicles is not of clusters
    assert [number for number, text in enumerate(shown) if "Hubei" not in text and number != vehicles] == []


def test_a_second_year_is_looked_at_when_it_is_the_newest(again_in_2012):
    assert at(cb.cluster_profile(cb.Dataset(again_in_2012)), "export_growth_pct_pa", cluster="penang") == 7.7


@pytest.mark.slow
def test_the_first_year_can_still_be_asked_for(again_in_2012, data):
    for before, after in zip(everything(data), everything(cb.Dataset(again_in_2012, year=2006)), strict=True):
        assert after == before


def test_a_second_year_says_so_in_the_facts_and_alt_texts(again_in_2012):
    newest = cb.Dataset(again_in_2012)

    assert "2012" in cb.all_facts(newest)["penang.export-growth"].origin
    assert "2006 to 2012" in cb.chart_growth(cb.growth_rates(newest)).to_dict()["description"]


def test_two_years_of_rows_are_never_mixed(again_in_2012, data):
    for derive in set(DERIVED) - {cb.share_changes}:  # which sets one year beside the other
        assert len(derive(cb.Dataset(again_in_2012))) == len(derive(data)), derive.__name__


def test_a_seventh_level_is_counted(seventh_level):
    rows = cb.firms_at_exactly(seventh_level).query("cluster == 'penang' and dimension == 'process'")

    assert list(rows["firms"]) == [0, 18, 16, 34, 34, 0, 1]  # from 103, 103, 85, 69, 35, 1, 1


def test_a_seventh_level_brings_its_facts(seventh_level):
    assert cb.all_facts(seventh_level)["penang.process.level-7.firms"].text == "1"


def test_a_seventh_level_can_be_chosen_in_the_chart_and_read_in_the_table(seventh_level):
    shares = cb.firm_shares(seventh_level)

    options = cb.chart_capabilities(shares, level=7).to_dict()["params"][0]["bind"]["options"]

    assert options == [1, 2, 3, 4, 5, 6, 7]
    assert "7 World first" in cb.table_capabilities(shares).to_text()
    assert everything(seventh_level)
