"""The last step of a build: what it leaves out, what it keeps, and that it depends on nothing but the site."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from browsing import PAGES, ROOT
from clusterbook.files import of as fingerprint
from clusterbook.publishing.finishing import finish
from clusterbook.publishing.mending import MENDS, SCRIPT_MENDS
from clusterbook.publishing.purging import Used, purged, read

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>
<link rel="stylesheet" href="{up}_static/styles/theme.css?digest=1" />
<link rel="stylesheet" href="{up}_static/own.css" />
<link rel="preload" as="script" href="{up}_static/late.js" />
<script src="{up}_static/first.js?v=1"></script>{head}
</head><body><!-- a remark --><p class="used">Text</p>{body}
<script defer src="{up}_static/late.js"></script></body></html>"""


def small(folder: Path) -> Path:
    """A site of three pages, of which one has a script of its own."""
    files = {
        "_static/basic.css": ".used { background: url(tile.png) } .unused { color: red }",
        "_static/styles/theme.css": '@import "../basic.css";\n.used b { color: green }',
        "_static/own.css": ".made-by-script { color: blue }",
        "_static/first.js": '"use strict";\nconst made = "made-by-script";\n`a; ${one(`b; ${two} c`)} d`; // a remark',
        "_static/late.js": 'load("wanted.json");\n//# sourceMappingURL=late.js.map',
        "_static/late.js.map": "{}",
        "_static/alone.js": "alone();",
        "_static/tile.png": "",
        "_static/wanted.json": "{}",
        "_static/locales/xx.po": "",
        "index.html": PAGE.format(title="One", up="", head="", body=""),
        "part/two.html": PAGE.format(title="Two", up="../", head="", body=""),
        "part/three.html": PAGE.format(
            title="3", up="../", head='<script src="../_static/alone.js"></script>', body=""
        ),
        "picture.svg": "<svg/>",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    site = small(tmp_path / "site")
    finish(site, tmp_path / "cache")
    return site


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_page_has_one_style_and_one_script_and_what_is_its_own(finished):
    for page, up, own in (("index.html", "", 0), ("part/two.html", "../", 0), ("part/three.html", "../", 1)):
        text = (finished / page).read_text(encoding="utf-8")
        assert re.findall(r'<link rel="stylesheet" href="([^"?]+)', text) == [f"{up}_static/clusterbook.css"]
        assert "<script defer" not in text and "<script src" not in text
        (scripts,) = re.findall(r'<script data-later="([^"]+)"', text)
        shown = [re.sub(r"\?v=\w{8}$", "", script) for script in scripts.split(" ")]
        assert shown == [f"{up}_static/clusterbook.js", *[f"{up}_static/alone.js"] * own]
        assert "preload" not in text and "<!--" not in text.replace("<!DOCTYPE", "")


def test_the_scripts_follow_in_the_order_of_the_pages_and_none_is_strict_for_another(finished):
    text = (finished / "_static/clusterbook.js").read_text(encoding="utf-8")
    assert text.lstrip().startswith(";")
    assert text.index("made") < text.index("load(")
    assert "`a; ${one(`b; ${two} c`)} d`" in text
    assert re.search(r"remark\n;\n", text), "a remark at the end of one must not swallow the start of the next"


def test_a_file_stays_if_a_page_or_a_script_or_style_that_stays_names_it(finished):
    assert set(contents(finished)) == {
        "index.html",
        "part/two.html",
        "part/three.html",
        "picture.svg",
        *(
            f"_static/{name}"
            for name in ("alone.js", "clusterbook.css", "clusterbook.js", "scripts.txt", "tile.png", "wanted.json")
        ),
    }


def test_the_address_of_a_script_changes_with_its_text(tmp_path):
    found = []
    for text in ("one();", "two();"):
        site = small(tmp_path / text[:3])
        (site / "_static/late.js").write_text(text, encoding="utf-8")
        finish(site, tmp_path / "cache")
        found.append(re.search(r"clusterbook\.js\?v=(\w+)", (site / "index.html").read_text(encoding="utf-8"))[1])
    assert found[0] != found[1]


def test_the_style_comes_from_the_cache_only_while_nothing_it_depends_on_changes(tmp_path):
    cache = tmp_path / "cache"
    fresh, kept, other = (small(tmp_path / name) for name in ("fresh", "kept", "other"))
    (other / "index.html").write_text(PAGE.format(title="", up="", head="", body='<i class="unused"></i>'))
    finish(fresh, cache)
    made = (cache / "style.css").stat().st_mtime_ns
    finish(kept, cache)
    assert (cache / "style.css").stat().st_mtime_ns == made
    assert contents(kept) == contents(fresh)
    finish(other, cache)
    assert b"red" in (other / "_static/clusterbook.css").read_bytes()


def lean(css: str, page: str = "", script: str = "") -> str:
    return purged(css, Used.by([page], [script]), Path())


@pytest.mark.parametrize(
    ("css", "page", "script", "expected"),
    [
        (".a{x:y}.b{x:y}", '<p class="c a">', "", ".a{x:y}"),
        (".a,.b p{x:y}", "<p class='a'>", "", ".a{x:y}"),
        ("#a{x:y}#b{x:y}", '<p id="b">', "", "#b{x:y}"),
        (".a.b{x:y}.a .b{x:y}", '<p class="a">', "", ""),
        (".a:not(.b){x:y}", '<p class="a">', "", ".a:not(.b){x:y}"),
        ("[data-a]{x:y}[data-b=c]{x:y}", '<p data-a="1">', "", "[data-a]{x:y}"),
        ("[hidden]{x:y}", "<p hidden>", "", "[hidden]{x:y}"),
        ("[data-a-b]{x:y}", "<p>", "node.dataset.aB = 1", "[data-a-b]{x:y}"),
        (".shown{x:y}", "<p>", 'node.classList.add("shown")', ".shown{x:y}"),
        ("@media print{.a{x:y}.b{x:y}}@media screen{.b{x:y}}", '<p class="a">', "", "@media print{.a{x:y}}"),
        (
            "@keyframes a{to{x:y}}@keyframes b{to{x:y}}p{animation:b 1s}",
            "",
            "",
            "@keyframes b{to{x:y}}p{animation:b 1s}",
        ),
        (":root{--a:1;--b:var(--c);--c:2;--d:3}p{x:var(--b)}", "", "", ":root{--b:var(--c);--c:2}p{x:var(--b)}"),
        (":root{--a:1;--b:2}", '<p style="x:var(--b)">', "", ":root{--b:2}"),
    ],
)
def test_a_rule_stays_if_pages_or_scripts_name_all_that_it_is_about(css, page, script, expected):
    assert lean(css, page, script).replace(";}", "}") == expected


def test_dark_colours_hold_without_script_where_the_system_is_dark():
    css = lean('html[data-theme="dark"] p{x:y}', '<html data-theme="dark">')
    assert css.endswith("@media screen and (prefers-color-scheme:dark){html:not([data-theme]) p{x:y}}")


@pytest.fixture(scope="module")
def theme(site) -> Path:
    """The site as Sphinx and the theme leave it."""
    return site.parent / "work" / "html"


def test_a_font_of_icons_holds_only_those_shown(theme):
    css = read(theme / "_static/styles/pydata-sphinx-theme.css", theme / "_static")
    css = purged(css, Used.by(['<i class="fa-solid fa-moon">'], []), theme / "_static")
    fonts = re.findall(r"url\(data:font/woff2;base64,([^)]+)\)", css)
    shown = [set(TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()) for font in fonts]
    assert len(shown) == 1
    assert 0xF186 in shown[0] and 0xF185 not in shown[0]  # a moon, no sun
    assert len(fonts[0]) < 4_000


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: mend.reason)
def test_each_mend_still_finds_its_fault_in_the_theme(theme, mend):
    pages = [path.read_text(encoding="utf-8") for path in theme.rglob("*.html") if "_static" not in path.parts]
    found = [page for page in pages if mend.fault.search(page)]
    assert found, "the theme has put this right, or writes it otherwise: take the mend away, or write it anew"
    assert any(mend.fault.sub(mend.remedy, page) != page for page in found)


@pytest.mark.parametrize("mend", SCRIPT_MENDS, ids=lambda mend: mend.reason)
def test_each_mend_still_finds_its_fault_in_the_scripts_of_the_theme(theme, site, mend):
    assert [path.name for path in theme.rglob("*.js") if mend.fault.search(path.read_text(encoding="utf-8"))]
    assert not mend.fault.search((site / "_static/clusterbook.js").read_text(encoding="utf-8"))


def test_no_page_carries_what_only_another_needs(site):
    for page in PAGES:
        text = (site / page).read_text(encoding="utf-8")
        assert not re.search(r"searchindex\.js|mathjax|thebe|fontawesome\.js|bootstrap\.js", text, re.I), page
    assert "searchindex.js" in (site / "search.html").read_text(encoding="utf-8")


def test_every_page_has_the_same_two_scripts_in_itself_and_no_handler(site):
    found = set()
    for path in (*(site / page for page in PAGES), site / "search.html", site / "404.html"):
        text = path.read_text(encoding="utf-8")
        inside = re.findall(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", text, re.S)
        found.add(tuple(inside))
        assert not re.search(r"<[^>]*\son[a-z]+=", text), path
    ((colours, later),) = found
    assert "theme" in colours and "dataset.later" in later


def test_the_address_of_every_script_has_the_fingerprint_of_its_file(site):
    found = {}
    for path in (site / "index.html", site / "search.html", site / "_static/clusterbook.js"):
        text = path.read_text(encoding="utf-8")
        found |= dict(re.findall(r"([\w-]+\.js)\?v=([0-9a-f]{8})\b", text))
    assert set(found) >= {"clusterbook.js", "clusterbook-vega.js", "clusterbook-notes.js", "searchindex.js"}
    for name, shown in found.items():
        (path,) = site.rglob(name)
        assert shown == fingerprint(path.read_bytes())[:8], name


def test_every_script_is_told_of_with_its_version_licence_and_checksum(site, theme):
    static = site / "_static"
    told = (static / "scripts.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M))
    for path in static.glob("*.js"):
        assert f"{path.name}: {hashlib.sha256(path.read_bytes()).hexdigest()}\n" in told
    parts = re.findall(r"^    (\S+\.js): .*, from ([\w-]+) (\S+), (?:MIT|BSD-[23]-Clause), (\w{64})$", told, re.M)
    for name, package, version, checksum in parts:
        (path,) = (path for path in theme.rglob(name) if path.is_file())
        assert (locked.get(package, version), hashlib.sha256(path.read_bytes()).hexdigest()) == (version, checksum)
    assert {name for name, *_ in parts} >= {"doctools.js", "bootstrap.js", "clipboard.min.js", "clusterbook.js"}
    assert "unknown" not in told
    assert "clipboard.js v2.0.8" in (theme / "_static/clipboard.min.js").read_text(encoding="utf-8")
    assert "Bootstrap v5.3.3 " in (static / "scripts/bootstrap.js.LICENSE.txt").read_text(encoding="utf-8")


def test_the_font_and_the_scripts_keep_their_licences(site):
    style = (site / "_static/clusterbook.css").read_text(encoding="utf-8")
    assert "Font Awesome Free" in style and "Bootstrap" in style
