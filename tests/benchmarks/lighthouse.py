"""What Lighthouse says of every page, served as a static host would serve it: `make lighthouse`.

Nothing here is asserted: scores differ between machines and between runs. What must hold everywhere, the bytes and
the requests of a page, is asserted by `tests/test_weight.py`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "tests" / "web"
TABLE = ROOT / "docs" / "lighthouse.md"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Lighthouse's own simulated phone and network, in which a busy machine tells least.
OPTIONS = ("--quiet", "--output=json", "--output-path=stdout", "--form-factor=mobile", "--throttling-method=simulate")

NGINX = """
daemon off;
worker_processes 1;
pid {scratch}/nginx.pid;
error_log {scratch}/error.log;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  charset utf-8;
  access_log off;
  client_body_temp_path {scratch}/body;
  proxy_temp_path {scratch}/proxy;
  fastcgi_temp_path {scratch}/fastcgi;
  uwsgi_temp_path {scratch}/uwsgi;
  scgi_temp_path {scratch}/scgi;
  gzip on;
  gzip_comp_level 6;
  gzip_types text/css application/javascript application/json image/svg+xml text/plain text/markdown;
  server {{
    listen 127.0.0.1:{port};
    root {site};
    expires 10m;
    error_page 404 /404.html;
  }}
}}
"""

Figures = dict[str, float]


def tool(names: tuple[str, ...], package: str) -> str:
    """Where a tool is, or what to install."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if not found:
        raise SystemExit(f"none of {', '.join(names)} is installed: install {package}.")
    return found


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder by nginx, with gzip, on a free port of this machine alone."""
    nginx = tool(("nginx", "/usr/sbin/nginx"), "nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        shown = shutil.copytree(site, Path(scratch) / "site")  # where nginx's own user may read
        config = Path(scratch) / "nginx.conf"
        config.write_text(NGINX.format(scratch=scratch, port=port, site=shown), encoding="utf-8")
        process = subprocess.Popen([nginx, "-p", scratch, "-c", str(config)], stderr=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}/"
        try:
            for _ in range(100):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(address + "index.html", timeout=5).close()
                    break
                time.sleep(0.1)
            else:
                raise SystemExit("nginx did not start.")
            yield address
        finally:
            process.terminate()
            process.wait()


def run(lighthouse: Path, address: str) -> Figures:
    """Measure one page once: its four scores, what it moves and how it loads."""
    variables = {**os.environ, "CHROME_PATH": tool(BROWSERS, "chromium")}
    command = [str(lighthouse), address, *OPTIONS, f"--chrome-flags={FLAGS}"]
    done = subprocess.run(command, capture_output=True, text=True, env=variables)
    if done.returncode:
        raise SystemExit(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    figures = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
    audits = report["audits"]
    figures["lcp"] = audits["largest-contentful-paint"]["numericValue"] / 1000
    figures["cls"] = audits["cumulative-layout-shift"]["numericValue"]
    figures["tbt"] = audits["total-blocking-time"]["numericValue"]
    figures["kib"] = audits["total-byte-weight"]["numericValue"] / 1024
    figures["requests"] = len(audits["network-requests"]["details"]["items"])
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            if part["weight"] and (audits[part["id"]]["score"] or 0) < 0.9 and audits[part["id"]]["score"] is not None:
                print(f"    {address}: {category}: {audits[part['id']]['title']}", file=sys.stderr)
    return figures


def measure(site: Path, pages: list[str], times: int) -> dict[str, Figures]:
    """The median of each figure of each page."""
    subprocess.run(["npm", "ci"], cwd=WEB, check=True, stdout=subprocess.DEVNULL)
    lighthouse = WEB / "node_modules" / ".bin" / "lighthouse"
    found = {}
    with served(site) as address:
        for page in pages:
            runs = [run(lighthouse, address + page) for _ in range(times)]
            found[page] = {name: statistics.median(one[name] for one in runs) for name in runs[0]}
            print(row(page, found[page]), file=sys.stderr, flush=True)
    return found


# One chart of the book's data as Altair shows it by itself, in a book with no settings but its title.
STOCK = {
    "_config.yml": "title: A stock book\nexecute:\n  execute_notebooks: force\n",
    "_toc.yml": "format: jb-book\nroot: index\n",
    "index.md": """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# One chart

```{code-cell} ipython3
import altair as alt
import pandas as pd

alt.Chart(pd.read_csv("capabilities.csv")).mark_bar().encode(x="firms", y="cluster", row="dimension")
```
""",
}


def stock(folder: Path) -> Path:
    """Build a page with one chart as Jupyter Book and Altair do it by themselves; return its site."""
    for name, text in STOCK.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "data" / "capabilities.csv", folder)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-q", "."]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "_build" / "html"


HEAD = (
    "| Page | Performance | Accessibility | Best practices | SEO | LCP, s | Layout shift | KiB | Requests |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def row(page: str, figures: Figures) -> str:
    scores = " | ".join(f"{figures[name]:.0f}" for name in CATEGORIES)
    return (
        f"| {page} | {scores} | {figures['lcp']:.2f} | {figures['cls']:.3f} | {figures['kib']:.0f} "
        f"| {figures['requests']:.0f} |"
    )


def table(found: dict[str, Figures]) -> str:
    """The figures as Markdown, a row a page."""
    return "\n".join([*HEAD, *(row(page, figures) for page, figures in found.items())])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="runs of each page, of which the median is told")
    parser.add_argument("--write", action="store_true", help=f"write the table to {TABLE.relative_to(ROOT)}")
    parser.add_argument("pages", nargs="*", help="addresses of pages in the site; all of them by default")
    chosen = parser.parse_args()
    site = ROOT / "_build" / "html"
    every = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts)
    pages = chosen.pages or [page for page in every if page != "404.html"]
    found = measure(site, pages, chosen.times)
    # the same pages as Sphinx and the theme left them, before the last step of the build
    before = measure(ROOT / "_build" / "work" / "html", ["index.html"], chosen.times)
    with tempfile.TemporaryDirectory() as folder:
        alone = measure(stock(Path(folder)), ["index.html"], chosen.times)
    text = (
        f"# Lighthouse\n\nMobile, simulated throttling, median of {chosen.times}; the site served by nginx with gzip. "
        "Made by `make lighthouse`.\nKiB and requests are those of a page that nobody has touched yet.\n\n"
        f"{table(found)}\n\n## The same pages without the last step of the build\n\n{table(before)}\n\n"
        "## One page with one chart, as Jupyter Book 1 and Altair make it by themselves\n\n"
        "It asks another host for four scripts, without which its chart is not drawn; where that host is out of reach, "
        f"as where this was measured, they do not count.\n\n{table(alone)}\n"
    )
    print(text)
    if chosen.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
