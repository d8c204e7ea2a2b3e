"""The HTML of the site by html-validate, as `make validate` asks it of the book that an author has built."""

import subprocess

import pytest

from browsing import missing
from conftest import ROOT

WEB = ROOT / "tests" / "web"
TOOL = WEB / "node_modules" / ".bin" / "html-validate"


@pytest.mark.slow
def test_html_validate_finds_no_fault_in_any_page(site):
    if not TOOL.exists():
        missing("html-validate is not installed: `make validate` does it, with npm")
    command = [TOOL, "--config", WEB / "htmlvalidate.config.mjs", site / "**" / "*.html"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")
