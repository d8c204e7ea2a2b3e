"""``clusterbook tally``: from a file of firm rows to the tables of data/, shown first and written only when told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import clusterbook as cb
from clusterbook import survey
from clusterbook.__main__ import main
from clusterbook.files import FOLDER_VARIABLE
from clusterbook.loading import check_data
from clusterbook.survey.files import synthetic_files
from clusterbook.survey.schema import SYNTHETIC

NEXT = 2011


@pytest.fixture(scope="module")
def sample(root) -> pl.DataFrame:
    return survey.synthetic_firms(cb.Dataset(root / "data"))


@pytest.fixture(scope="module")
def beside(root) -> dict[str, bytes]:
    """The synthetic tables beside the firm rows, with scores for the next survey too."""
    files = synthetic_files(cb.Dataset(root / "data"))
    scores = files["scores.csv"].decode()
    later = scores.replace(",2006,", f",{NEXT},").partition("\n")[2]
    return files | {"scores.csv": f"{scores}{later}".encode()}


@pytest.fixture
def folder(copied, monkeypatch) -> Path:
    """A copy of data/ that the command works on."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(copied))
    return copied


@pytest.fixture
def tally(folder, tmp_path, beside, capsys):
    """A function that runs the command on rows; returns its exit code and what it printed."""
    for name, raw in beside.items():
        (tmp_path / name).write_bytes(raw)
    others = {"prices": "prices", "national": "national_exports", "scores": "scores"}
    given = [part for option, name in others.items() for part in (f"--{option}", str(tmp_path / f"{name}.csv"))]

    def run(rows: pl.DataFrame, *options: str) -> tuple[int, str]:
        path = tmp_path / "wave.csv"
        rows.write_csv(path)
        code = main(["tally", str(path), *given, *options])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def real(rows: pl.DataFrame) -> pl.DataFrame:
    """The made-up rows as if a later survey had given them."""
    return rows.with_columns(pl.col("firm").str.replace(SYNTHETIC, "f-"), year=pl.lit(NEXT))


def test_a_new_survey_is_shown_and_not_written(tally, folder, sample):
    before = {path: path.read_bytes() for path in folder.iterdir()}

    code, said = tally(real(sample), "--threshold", "1")

    assert code == 0
    assert f"added    penang, {NEXT}, product, 4: firms 57 firms; share_pct_printed 55 per cent" in said
    assert "Nothing is written yet; --write writes data/survey.csv, data/capabilities.csv" in said
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_new_survey_is_written_when_told_and_keeps_every_rule(tally, folder, sample):
    code, said = tally(real(sample), "--threshold", "1", "--write")

    assert code == 0 and "Written: data/survey.csv" in said
    data = cb.Dataset(folder)
    check_data(folder)
    assert data.year == NEXT
    shares = cb.firm_shares(data).set_index(["cluster", "dimension", "level"])["firms"]
    assert (
        shares.to_dict()
        == cb.firm_shares(data.of_paper()).set_index(["cluster", "dimension", "level"])["firms"].to_dict()
    )
    rates = cb.growth_rates(data)["growth_pct_pa"].tolist()
    assert rates == cb.growth_rates(data.of_paper())["growth_pct_pa"].tolist()


def test_synthetic_rows_are_compared_and_never_written(tally, folder, sample):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    later = sample.with_columns(year=pl.lit(NEXT))

    assert "SYNTHETIC" in tally(later, "--threshold", "1")[1]
    code, said = tally(later, "--threshold", "1", "--write")

    assert code == 1 and "never written into the book's data. Nothing is written." in said
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_paper_s_own_survey_stays_as_printed(tally, folder, sample):
    rows = real(sample).with_columns(year=pl.lit(2006))

    code, said = tally(rows, "--threshold", "1", "--write")

    assert code == 1 and "The survey of 2006 is the paper's own, whose tables stay as printed" in said
    assert "changed  qiaotou, 2006, human-resources, 4: share_pct_printed 29 → 39 per cent" in said


@pytest.mark.parametrize("threshold", ["0", "2"])
def test_a_threshold_that_hides_nothing_is_refused(tally, sample, threshold):
    code, said = tally(real(sample), "--threshold", threshold)

    assert code == 1 and "give 1 to suppress no cell, or 3 or more" in said


def test_a_survey_with_suppressed_cells_is_not_written_into_the_book(tally, folder, sample):
    code, said = tally(real(sample), "--write")

    assert code == 1
    assert "cells suppressed, because they tell of few firms: 16 in capabilities" in said
    assert "Give another folder with --out, or lower --threshold" in said


def test_a_folder_that_is_no_data_package_takes_suppressed_tables(tally, folder, sample, tmp_path):
    out = tmp_path / "tables"

    assert not out.exists() or list(out.iterdir()) == []
    assert "Nothing is written yet" in tally(real(sample), "--out", str(out))[1]
    assert not out.exists()
    code, said = tally(real(sample), "--out", str(out), "--write")

    assert code == 0 and "survey.csv, capabilities.csv, skills.csv, growth.csv and institutions.csv" in said
    cells = pd.read_csv(out / "capabilities.csv").set_index(["cluster", "dimension", "level"])["firms"]
    assert pd.isna(cells["penang", "product", 6]) and cells["penang", "product", 5] == 11
    assert not any("f-penang" in path.read_text() for path in out.iterdir())


def test_a_survey_that_leaves_a_table_out_is_refused_by_the_rules_of_the_book(tally, folder, sample, tmp_path, capsys):
    tally(real(sample))

    code = main(["tally", str(tmp_path / "wave.csv"), "--threshold", "1", "--write"])

    printed = capsys.readouterr()
    assert code == 1
    assert "not given, so left as it stands: institutions, growth (real-wages), growth (nation)" in printed.out
    assert f"data/institutions.csv: has no row for cluster penang, year {NEXT}" in printed.err


def test_what_firms_did_not_answer_is_reported_by_column(tally, sample):
    rows = real(sample).with_columns(size=pl.when(pl.col("cluster") != "penang").then("size"))

    assert "not answered in penang: size by 103 of 103 firms (100%)" in tally(rows, "--threshold", "1")[1]


def test_rows_of_several_survey_years_are_refused(tally, sample):
    code, said = tally(pl.concat([real(sample), sample.with_columns(pl.lit(2006).alias("year"))]))

    assert code == 1 and "holds firms of several survey years, 2006 to 2011: give one file a year" in said


def test_impossible_rows_are_refused_before_anything_is_tallied(tally, sample):
    rows = real(sample).with_columns(product=pl.when(pl.col("firm") == "f-penang-001").then(9).otherwise("product"))

    code, said = tally(rows)

    assert code == 1 and "product: 9 is above the maximum of 6" in said and "added" not in said


def test_faults_of_the_tables_beside_the_rows_are_told_with_their_place(tally, sample, tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text(path.read_text().replace("100.0", "hundred", 1))

    code, said = tally(real(sample))

    assert code == 1 and "prices.csv, line 2, price_index: hundred is not a number" in said
