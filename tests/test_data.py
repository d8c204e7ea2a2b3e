"""Bad data never pass: refused with file, line, column, value, rule and remedy, all in one report."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import clusterbook as cb
from clusterbook.__main__ import main
from clusterbook.files import data_folder
from clusterbook.loading import check_data


def report(folder) -> list[str]:
    """Return the faults of a folder as printed, without the head line."""
    with pytest.raises(cb.DataError, match=r"^\d+ faults? in the data\n") as caught:
        check_data(folder)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def snapshot(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


PENANG = "penang,2006,87.7\n"
FAULTS = {  # name: (file, old, new, the whole fault)
    "a column taken out": (
        "skills.csv",
        "cluster,year,skill_intensity_pct\n",
        "cluster,year\n",
        "data/skills.csv, line 1: the column skill_intensity_pct is missing."
        " Add the column, or correct its name in the header.",
    ),
    "a column misspelt": (
        "skills.csv",
        "skill_intensity_pct",
        "skill_intensity",
        "data/skills.csv, line 1: skill_intensity stands where the column skill_intensity_pct should."
        " Use the names and the order of datapackage.json.",
    ),
    "a column too many": (
        "skills.csv",
        "skill_intensity_pct\n",
        "skill_intensity_pct,remark\n",
        "data/skills.csv, line 1: remark is a column that the schema does not list."
        " Take the column out, or describe it in datapackage.json.",
    ),
    "a word for a number": (
        "skills.csv",
        "87.7",
        "many",
        "data/skills.csv, line 4, skill_intensity_pct: many is not a number. Write a value of that type.",
    ),
    "a fraction for a count": (
        "survey.csv",
        "penang,2006,103,",
        "penang,2006,103.5,",
        "data/survey.csv, line 4, firms: 103.5 is not an integer. Write a value of that type.",
    ),
    "no date": (
        "misprints.csv",
        "5,1,2,2026-11-25",
        "5,1,2,yesterday",
        "data/misprints.csv, line 2, recorded: yesterday is not a date. Write a value of that type.",
    ),
    "an unknown cluster": (
        "survey.csv",
        "qiaotou,2006,100,0.0\n",
        "qiaotou,2006,100,0.0\nhubei,2006,10,0.0\n",
        "data/survey.csv, line 6, cluster: hubei is unknown in clusters.csv."
        " Use a key that exists there, or add its row there.",
    ),
    "a cluster and year not surveyed": (
        "growth.csv",
        "qiaotou,2006,location,exports",
        "qiaotu,2006,location,exports",
        "data/growth.csv, line 15, cluster + year: qiaotu, 2006 is unknown in survey.csv."
        " Use a key that exists there, or add its row there.",
    ),
    "an unknown phase": (
        "institutions.csv",
        "qiaotou,2006,network-cohesion,4",
        "qiaotou,2006,network-cohesion,9",
        "data/institutions.csv, line 16, phase: 9 is unknown in phases.csv."
        " Use a key that exists there, or add its row there.",
    ),
    "a duplicate key": (
        "skills.csv",
        "los-lagos,2006,63.0\n",
        "los-lagos,2006,63.0\nlos-lagos,2006,63.5\n",
        "data/skills.csv, line 4, cluster + year: los-lagos, 2006 is a duplicate key. Keep one of the rows.",
    ),
    "a count above the sample": (
        "capabilities.csv",
        "buenos-aires,2006,process,1,50,100",
        "buenos-aires,2006,process,1,57,114",
        "data/capabilities.csv, line 8, share_pct_printed: 114 is above the maximum of 100. Correct the value.",
    ),
    "a share above the whole": (
        "skills.csv",
        "87.7",
        "187.7",
        "data/skills.csv, line 4, skill_intensity_pct: 187.7 is above the maximum of 100. Correct the value.",
    ),
    "a fall of more than everything": (
        "growth.csv",
        "27.1",
        "-127.1",
        "data/growth.csv, line 9, growth_pct_pa: -127.1 is below the minimum of -100. Correct the value.",
    ),
    "an empty cell": (
        "skills.csv",
        PENANG,
        "penang,2006,\n",
        "data/skills.csv, line 4, skill_intensity_pct: the cell is empty, but a value is required. Correct the value.",
    ),
    "a blank line": (
        "skills.csv",
        PENANG,
        "\n" + PENANG,
        "data/skills.csv, line 4: the line is empty. Delete the empty line.",
    ),
    "a blank line at the end": (
        "skills.csv",
        "31.1\n",
        "31.1\n\n",
        "data/skills.csv, line 6: the line is empty. Delete the empty line.",
    ),
    "a cell too many": (
        "skills.csv",
        "87.7",
        "87,7",
        "data/skills.csv, line 4: 7 stands beyond the last column."
        " Take the surplus cell out, or put quotes round a cell with a comma.",
    ),
    "a cell too few": (
        "skills.csv",
        "penang,2006,87.7",
        "penang,2006",
        "data/skills.csv, line 4, skill_intensity_pct: the row ends before this column. Complete the row.",
    ),
    "a row too few": (
        "skills.csv",
        PENANG,
        "",
        "data/skills.csv: has no row for cluster penang, year 2006. Add the row.",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS.values(), ids=FAULTS)
def test_one_fault_is_reported_once_with_its_place_value_rule_and_remedy(edit, file, old, new, fault):
    folder = edit(file, old, new)

    assert report(folder) == [fault]


def test_a_count_above_the_sample_names_the_cluster_and_its_firms(edit):
    folder = edit("capabilities.csv", "los-lagos,2006,process,1,50,100", "los-lagos,2006,process,1,57,100")

    assert (
        "data/capabilities.csv, line 26, firms: 57 exceeds the 50 firms surveyed in Los Lagos (survey.csv)."
        " Correct the count." in report(folder)
    )


def test_each_merge_marker_is_named_with_its_line(edit):
    folder = edit(
        "skills.csv", PENANG, f"<<<<<<< HEAD\n{PENANG}=======\n{PENANG.replace('7.7', '7.8')}>>>>>>> theirs\n"
    )

    assert report(folder) == [
        f"data/skills.csv, line {line}: {marker} is a merge conflict marker. Resolve the conflict."
        for line, marker in ((4, "<<<<<<<"), (6, "======="), (8, ">>>>>>>"))
    ]


def test_a_value_outside_a_closed_list_is_named_with_the_list(edit):
    folder = edit("growth.csv", "qiaotou,2006,location,exports", "qiaotou,2006,region,exports")

    assert report(folder) == [
        "data/growth.csv, line 15, scope: region is not one of location, nation. Correct the value."
    ]


def test_a_missing_file_is_named(copied):
    (copied / "skills.csv").unlink()

    assert report(copied) == ["data/skills.csv: is missing. Restore it or take it out of datapackage.json."]


@pytest.mark.parametrize("file", ["clusters.csv", "survey.csv", "levels.csv", "capabilities.csv", "pillars.csv"])
def test_a_missing_file_that_others_point_to_is_reported_alone(copied, file):
    (copied / file).unlink()

    assert report(copied) == [f"data/{file}: is missing. Restore it or take it out of datapackage.json."]


def test_a_missing_outline_of_the_map_is_named(copied):
    (copied / "land.topojson.json").unlink()

    assert report(copied) == ["data/land.topojson.json: is missing. Restore it or take it out of datapackage.json."]


def test_a_byte_order_mark_is_refused(copied):
    path = copied / "skills.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert report(copied) == [
        "data/skills.csv, line 1: starts with a byte order mark. Save the file as UTF-8 without BOM."
    ]


@pytest.mark.parametrize(
    ("file", "old", "line"), [("skills.csv", b"penang", 4), ("clusters.csv", b"Qiaotou", 5)], ids=str
)
def test_a_file_that_is_not_utf_8_is_refused_with_the_line_and_the_byte(copied, file, old, line):
    path = copied / file
    path.write_bytes(path.read_bytes().replace(old, b"\xed" + old, 1))

    assert report(copied) == [f"data/{file}, line {line}: b'\\xed' is not UTF-8. Save the file as UTF-8."]


@pytest.mark.parametrize("content", ["", "\n\n"], ids=["nothing", "blank lines"])
def test_an_empty_file_is_refused(copied, content):
    (copied / "skills.csv").write_text(content, encoding="utf-8")

    assert report(copied) == ["data/skills.csv: is empty. Restore its header and rows."]


def test_a_file_with_a_header_only_lacks_each_of_its_rows(copied):
    (copied / "skills.csv").write_text("cluster,year,skill_intensity_pct\n", encoding="utf-8")

    assert report(copied) == [
        f"data/skills.csv: has no row for cluster {cluster}, year 2006. Add the row."
        for cluster in ("buenos-aires", "los-lagos", "penang", "qiaotou")
    ]


@pytest.mark.parametrize("word", ["NaN", "INF", "-INF"])
@pytest.mark.parametrize(
    ("file", "old"), [("figures.csv", ",2.6,over,"), ("study.csv", ",20,at least,")], ids=["figures", "study"]
)
def test_a_number_that_is_none_is_refused_where_no_bound_would_stop_it(edit, file, old, word):
    _, _value, qualifier, _ = old.split(",")
    folder = edit(file, old, f",{word},{qualifier},")

    (fault,) = report(folder)

    assert f", value: {word} is " in fault


def test_a_line_break_inside_a_cell_is_refused_since_it_would_shift_every_line_number(edit):
    folder = edit("clusters.csv", "A special economic zone", '"A special\neconomic zone"')

    (fault,) = report(folder)

    assert fault.startswith("data/clusters.csv, line 2: ")
    assert "line break" in fault


def test_a_missing_description_is_named(copied):
    (copied / "datapackage.json").unlink()

    assert report(copied) == [f"data/datapackage.json: is missing. Restore it in {copied}."]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            b'{\n "resources": [,\n}',
            "data/datapackage.json, line 2: is not JSON (Expecting value). Correct it.",
        ),
        (b"\xff", "data/datapackage.json: is not UTF-8. Save it as UTF-8."),
        (
            b"{}",
            "data/datapackage.json: has no list of resources. Restore it.",
        ),
    ],
    ids=["not JSON", "not UTF-8", "no resources"],
)
def test_a_broken_description_is_named(copied, content, fault):
    (copied / "datapackage.json").write_bytes(content)

    assert report(copied) == [fault]


def test_faults_of_several_files_stand_in_one_report(edit):
    edit("skills.csv", "87.7", "many")
    edit("growth.csv", "27.1", "-127.1")
    edit("survey.csv", "penang,2006,103,83.7", "penang,2006,103,")
    folder = edit("skills.csv", "63.0", "")

    assert [fault.split(":")[0] for fault in report(folder)] == [
        "data/growth.csv, line 9, growth_pct_pa",
        "data/skills.csv, line 3, skill_intensity_pct",
        "data/skills.csv, line 4, skill_intensity_pct",
        "data/survey.csv, line 4, foreign_share_pct_printed",
    ]


def test_a_missing_file_hides_no_fault_in_another(edit, copied):
    edit("skills.csv", "87.7", "many")
    (copied / "study.csv").unlink()

    assert len(report(copied)) == 2


def test_checking_writes_nothing(edit):
    folder = edit("skills.csv", "87.7", "many")
    before = snapshot(folder)

    report(folder)

    assert snapshot(folder) == before


def test_the_command_line_prints_the_faults_and_fails(edit, monkeypatch, capsys):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(edit("skills.csv", "87.7", "many")))

    status = main(["check"])

    assert (status, capsys.readouterr().err) == (
        1,
        "1 fault in the data\n  data/skills.csv, line 4, skill_intensity_pct: many is not a number."
        " Write a value of that type.\n",
    )


def test_the_command_line_is_content_with_good_data(copied, monkeypatch, capsys):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))

    assert main(["check"]) == 0
    assert "tables keep every rule.\n" in capsys.readouterr().out


def test_a_data_set_lists_exactly_the_tables_that_the_description_lists(data, root):
    resources = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))["resources"]

    assert list(data) == [entry["name"] for entry in resources if "schema" in entry]
    assert len(data) == len(list(data))


def test_a_table_handed_out_is_a_copy(data):
    handed_out = data["clusters"]

    handed_out.loc[0, "name"] = "Elsewhere"

    assert data["clusters"].loc[0, "name"] == "Buenos Aires"


def test_a_changed_file_is_read_anew(edit, copied):
    before = cb.load("skills", copied)["skill_intensity_pct"].tolist()

    edit("skills.csv", "87.7", "88.1")

    assert before[2] == 87.7
    assert cb.load("skills", copied)["skill_intensity_pct"].tolist()[2] == 88.1


def test_an_empty_optional_cell_is_missing(data):
    assert data["figures"]["note"].isna().any()


def test_columns_have_the_types_of_the_description(data):
    survey = data["survey"]

    assert survey["firms"].dtype == "int64"
    assert survey["foreign_share_pct_printed"].dtype == "float64"
    assert pd.api.types.is_string_dtype(survey["cluster"])


def test_an_unknown_table_is_refused_with_the_nearest_name(data):
    with pytest.raises(cb.UnknownNameError, match=r"^unknown table 'cluster': did you mean 'clusters'\?$"):
        data["cluster"]


def test_an_unknown_table_with_no_near_name_is_refused_with_all_names(data):
    with pytest.raises(cb.UnknownNameError, match=r"^unknown table 'xyz'; known are .*citations, clusters, "):
        data["xyz"]


def test_an_unknown_resource_has_no_description(data):
    with pytest.raises(cb.UnknownNameError, match="unknown resource 'lands': did you mean 'land'"):
        data.describe("lands")


def test_a_replaced_table_is_seen_and_the_rest_stays(data):
    skills = data["skills"].assign(skill_intensity_pct=50.0)

    other = data.replacing(skills=skills)

    assert set(other["skills"]["skill_intensity_pct"]) == {50.0}
    assert other["survey"].equals(data["survey"])


def test_replacing_leaves_the_original_as_it_was(data):
    data.replacing(skills=data["skills"].head(1), check=False)

    assert len(data["skills"]) == 4


def test_replacing_twice_keeps_the_first_replacement(data):
    once = data.replacing(skills=data["skills"].head(1), check=False)
    other = once.replacing(levels=data["levels"].head(2), check=False)

    assert (len(other["skills"]), len(other["levels"])) == (1, 2)


def test_an_unknown_table_cannot_be_replaced(data):
    with pytest.raises(cb.UnknownNameError, match="unknown table 'skill': did you mean 'skills'"):
        data.replacing(skill=data["skills"])


def test_the_environment_may_name_another_folder(edit, monkeypatch):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(edit("skills.csv", "87.7", "88.1")))

    assert cb.load("skills")["skill_intensity_pct"].max() == 88.1


def test_without_the_environment_the_book_s_own_folder_is_read(root, monkeypatch):
    monkeypatch.delenv("CLUSTERBOOK_DATA", raising=False)

    assert data_folder() == root / "data"


def test_the_year_looked_at_is_the_newest_and_another_must_be_surveyed(root):
    assert cb.Dataset(root / "data").year == 2006
    with pytest.raises(cb.UnknownNameError, match=r"^unknown survey year 1999; survey\.csv has 2006$"):
        _ = cb.Dataset(root / "data", year=1999).year


def test_a_source_named_by_several_tables_is_printed_once(data):
    assert data.source("clusters", "survey", "growth") == data.source("clusters")


def test_the_outline_of_the_map_is_topojson_with_an_object_land(data):
    assert "land" in data.land()["objects"]


def test_a_fault_across_rows_is_reported_beside_a_fault_of_another_row(edit):
    edit("capabilities.csv", "penang,2006,process,4,69,67", "penang,2006,process,4,169,67")
    folder = edit("capabilities.csv", "qiaotou,2006,product,2,100", "qiaotuo,2006,product,2,100")

    with pytest.raises(cb.DataError) as caught:
        check_data(folder)

    told = [str(fault) for fault in caught.value.faults]
    assert any("firms: 169 exceeds the 103 firms surveyed in Penang (survey.csv)" in fault for fault in told)
    assert any("qiaotuo, 2006 is unknown in survey.csv" in fault for fault in told)
    assert not any("has no row" in fault for fault in told)


def test_a_fault_across_rows_keeps_its_line_below_a_row_left_out(edit):
    edit("capabilities.csv", "buenos-aires,2006,process,1,50,100", "buenos-aires,2006,process,1,x,100")
    folder = edit("capabilities.csv", "penang,2006,process,4,69,67", "penang,2006,process,4,69,76")

    with pytest.raises(cb.DataError) as caught:
        check_data(folder)

    lines = (folder / "capabilities.csv").read_text(encoding="utf-8").splitlines()
    wanted = lines.index("penang,2006,process,4,69,76") + 1
    assert [fault.line for fault in caught.value.faults if fault.value == "76"] == [wanted]
