"""The command line: ``python -m clusterbook build | serve | check | accept``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from .data import Dataset, check_data, data_folder
from .errors import BookError
from .wording import listed

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 if all is well, 1 with a message on standard error if not."""
    parser = argparse.ArgumentParser(prog="python -m clusterbook", description="Build and check the book.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="check the data, execute every chapter, write _build/html")
    serve = commands.add_parser("serve", help="build, serve, and rebuild and reload on each save")
    serve.add_argument("--port", type=int, default=8000)
    commands.add_parser("check", help="check the data, and the claims against the accepted verdicts")
    commands.add_parser("accept", help="record the verdicts, and rewrite the reference notebooks from the chapters")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "build":
            _build()
        elif chosen.command == "serve":
            _serve(chosen.port)
        elif chosen.command == "check":
            return _check()
        else:
            _accept()
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _build() -> None:
    from .publishing.build import build  # Sphinx is slow to import, and a reader's kernel has none

    print(f"The book is built: open {build(ROOT).relative_to(ROOT)} in a browser.")


def _serve(port: int) -> None:
    from livereload import Server

    from .publishing.build import build

    def rebuild() -> None:
        try:
            build(ROOT)
        except BookError as error:
            print(error, file=sys.stderr)

    rebuild()
    server = Server()
    for pattern in (
        "chapters/*.md",
        "*.md",
        "data/*",
        "src/clusterbook/**/*",
        "_config.yml",
        "_toc.yml",
        "references.bib",
    ):
        server.watch(str(ROOT / pattern), rebuild)
    server.serve(root=str(ROOT / "_build" / "html"), port=port)


def _check() -> int:
    """Print what the data say; return 1 if a claim no longer has its accepted verdict."""
    from .claims import PLURAL, judge_all
    from .claims.mentions import mentions
    from .claims.record import compare, read, report
    from .facts import all_facts, quote

    print(f"{len(check_data(data_folder()))} tables keep every rule.")
    data = Dataset()
    claims = judge_all(data)
    counts = Counter(found.finding.verdict for found in claims.values())
    told = ", ".join(f"{counts[verdict]} {words}" for verdict, words in PLURAL.items())
    print(f"{len(claims)} claims judged by the survey of {data.paper_year}: {told}.")
    own = [found for found in claims.values() if found.year == data.year != data.paper_year]
    if own:
        print(f"{len(own)} of them, this book's own readings, are judged by the survey of {data.year}, which is shown.")
    beyond = listed(list(dict.fromkeys(name for found in claims.values() for name in found.beyond)))
    if beyond:
        count = sum(bool(found.beyond) for found in claims.values())
        print(f"{count} claims about the four clusters of the paper are judged over those alone, not over {beyond}.")
    recorded = read(ROOT)
    changes = compare(claims, recorded)
    facts = all_facts(data)
    sentences = mentions(ROOT, lambda name: quote(facts, name)[1], only=changes.verdicts)
    text = report(claims, recorded, changes, sentences)
    if text:
        print(text)
    return 1 if changes else 0


def _accept() -> None:
    from .claims import judge_all
    from .claims.record import FILE, write
    from .publishing.notebooks import accept

    for path in accept(ROOT):
        print(f"rewritten: {path.relative_to(ROOT)}")
    if write(ROOT, judge_all()):
        print(f"rewritten: {FILE}")


if __name__ == "__main__":
    sys.exit(main())
