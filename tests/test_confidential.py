"""Anonymity: a raw file of firm rows cannot end up in the site or the archive, whatever way it is tried."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from clusterbook.checking import FIRM
from clusterbook.errors import BuildError, DataError
from clusterbook.files import CARRIED
from clusterbook.loading import check_data
from clusterbook.publishing.addresses import Addresses
from clusterbook.publishing.confidential import check_published, check_site
from clusterbook.publishing.package import published
from clusterbook.publishing.site import Inputs, Site
from clusterbook.publishing.wheel import wheel_contents
from clusterbook.survey.files import FOLDER
from clusterbook.survey.schema import KEY
from made import firms

RAW = firms({"firm": "acme"}, {"firm": "bolts"})
TEXT = RAW.write_csv()


def workbook() -> bytes:
    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.active.append(RAW.columns)
    book.save(raw)
    return raw.getvalue()


def parquet() -> bytes:
    raw = io.BytesIO()
    RAW.write_parquet(raw)
    return raw.getvalue()


def zipped(name: str, raw: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, raw)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("data/firms.csv", TEXT.encode()),
        ("_figures/syn-firms.csv", b"Firm,Cluster\nacme,Penang\n"),
        ("data/renamed.txt", TEXT.encode()),
        ("data/tabs.tsv", TEXT.replace(",", "\t").encode()),
        ("chapters/method.html", f"<pre>{TEXT}</pre>".encode()),
        ("notebooks/method.ipynb", json.dumps({"text": TEXT}).replace("\\n", "\n").encode()),
        ("_downloads/0a1b/answers.csv", b"a,b\n1,2\n"),
        ("data/firms.parquet", b"anything"),
        ("data/firms.bin", parquet()),
        ("data/firms.xlsx", b"anything"),
        ("data/firms.bin", workbook()),
        ("data/firms.dta", b"anything"),
        ("data/data-package.zip", zipped("firms.csv", TEXT.encode())),
        ("clusterbook.epub", zipped("data/firms.bin", parquet())),
    ],
)
def test_a_raw_file_is_refused_under_whatever_name(name, raw):
    with pytest.raises(BuildError, match=rf"{name}: .*\nFirm rows are confidential: keep them outside the book"):
        check_published([("index.html", b"<p>a firm</p>"), (name, raw)])


def test_every_file_that_must_not_be_published_is_named(tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("one.csv", "two.csv"):
        (tmp_path / "data" / name).write_text(TEXT)

    with pytest.raises(BuildError, match=r"data/one\.csv: .*\ndata/two\.csv: "):
        check_site(tmp_path)


def test_a_build_that_holds_firm_rows_takes_no_site_s_place(tmp_path):
    stamp = dict.fromkeys(("edition", "data", "commit", "quoted", "forms"), "")
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").write_text("the last good site")
    site = Site(tmp_path)
    made = site.begin(whole=True) / "html"
    (made / "_downloads" / "0a1b").mkdir(parents=True)
    (made / "_downloads" / "0a1b" / "FIRMS.csv").write_text(TEXT)  # what a page's download role would copy

    with pytest.raises(BuildError, match=r"_downloads/0a1b/FIRMS\.csv: is a table that a page links"):
        site.publish(Inputs("pages", "base", stamp))

    assert (site.folder / "index.html").read_text() == "the last good site"
    assert not list(site.folder.rglob("*.csv"))


def test_synthetic_rows_and_tallies_may_be_published(root):
    for folder in (FOLDER, "data"):
        check_published((path.name, path.read_bytes()) for path in (root / folder).iterdir())


@pytest.mark.parametrize("name", ["firms.csv", "firms.tsv", "firms.xlsx", "firms.parquet", "FIRMS.CSV"])
def test_a_raw_file_in_data_is_refused_by_the_check_that_each_build_starts_with(copied, name):
    (copied / name).write_bytes(TEXT.encode())

    with pytest.raises(DataError, match=rf"data/{name}: is not described"):
        check_data(copied)


def test_a_raw_file_that_is_described_is_refused_too(copied):
    path = copied / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    entry = next(entry for entry in package["resources"] if entry["name"] == "levels") | {"name": "x", "path": "x.csv"}
    column = {"name": FIRM, "title": "Firm", "type": "string", "description": "Firm"}
    entry["schema"] = {"fields": [column], "primaryKey": [FIRM]}
    package["resources"].append(entry)
    path.write_text(json.dumps(package), encoding="utf-8")
    (copied / "x.csv").write_text("firm\nacme\n")

    with pytest.raises(DataError, match=r"data/x\.csv, line 1, firm: is the column of single firms"):
        check_data(copied)


def test_the_data_package_holds_what_is_described_and_nothing_that_lies_beside_it(root, copied, monkeypatch):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))
    (copied / "firms.sav").write_bytes(b"anything")
    (copied / ".firms.csv.swp").write_text(TEXT)

    found = published(root, Addresses.of(root))

    assert set(found) == {path.name for path in (root / "data").iterdir()} | {"README.md"}


def test_the_library_for_students_brings_what_is_described_and_nothing_that_lies_beside_it(root, copied, monkeypatch):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))
    (copied / "firms.sav").write_bytes(b"anything")

    brought = {path.rpartition("/")[2] for path in wheel_contents() if path.startswith(f"clusterbook/{CARRIED}/")}

    assert brought == {path.name for path in (root / "data").iterdir()}


def test_the_key_of_firm_rows_is_the_column_that_data_must_not_have():
    assert KEY[0] == FIRM
