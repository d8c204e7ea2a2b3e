"""The policy of content that the README states: strict, kept by every page, and noticed where it is not."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

import browsing
from browsing import PAGES, POLICY

PARTS = {name: values for name, *values in map(str.split, POLICY.split(";"))}


def test_nothing_is_allowed_but_what_is_named_and_no_text_is_ever_a_script_or_a_style():
    assert PARTS["default-src"] == PARTS["base-uri"] == PARTS["frame-ancestors"] == ["'none'"]
    assert not {"unsafe-inline", "unsafe-eval", "http", "*"} & set(re.findall(r"[\w-]+|\*", POLICY))
    assert all(
        value in {"'self'", "'none'", "data:"} for name in PARTS if name != "script-src" for value in PARTS[name]
    )


def test_the_policy_names_the_scripts_that_stand_in_each_page_and_no_other(site):
    shown = set()
    for page in (*PAGES, "search.html", "404.html"):
        text = (site / page).read_text(encoding="utf-8")
        for script in re.findall(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", text, re.S):
            shown.add(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode('utf-8')).digest()).decode()}'")

    assert {"'self'", *shown} == set(PARTS["script-src"]), "write these hashes into the README"


@pytest.mark.slow
@pytest.mark.browser
def test_a_break_of_the_policy_is_a_fault_of_the_page(browser, address):
    with browsing.visiting(browser, address) as visit:
        tab = visit("search.html")
        assert tab.faults == []

        tab.evaluate("document.body.setAttribute('onclick', '1')")
        tab.evaluate("document.head.append(document.createElement('style').appendChild(new Text('p {}')).parentNode)")

        broken = {found for fault in tab.faults for found in re.findall("script-src|style-src", fault)}
        assert broken == {"script-src", "style-src"}
