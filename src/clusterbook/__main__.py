"""The command line: ``python -m clusterbook build | serve | check | changes | release | accept``."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from .errors import BookError
from .files import KEPT_VARIABLE

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 if all is well, 1 with a message on standard error if not."""
    parser = argparse.ArgumentParser(prog="python -m clusterbook", description="Build and check the book.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="check the data, execute every chapter, write _build/html")
    serve = commands.add_parser("serve", help="build, serve, and rebuild and reload on each save")
    serve.add_argument("--port", type=int, default=8000)
    commands.add_parser("check", help="check the data, and the claims against the accepted verdicts")
    changes = commands.add_parser("changes", help="tell what has changed in data, sentences, outputs and claims")
    changes.add_argument("--since", metavar="REVISION", help="git revision; by default the last release, else HEAD")
    changes.add_argument("--format", choices=["text", "md"], default="text")
    release = commands.add_parser("release", help="check everything, then commit, tag and pack an edition")
    release.add_argument("version", help="three numbers above those of the last edition, as 1.1.0")
    commands.add_parser(
        "accept", help="record verdicts and numbers, and rewrite the reference notebooks from the chapters"
    )
    chosen = parser.parse_args(arguments)
    # jsonschema would load a grammar of addresses in all scripts, which takes longer than all else and no schema needs
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    os.environ.setdefault(KEPT_VARIABLE, str(ROOT / "_build" / "cache" / "data"))
    try:
        if chosen.command == "build":
            _build()
        elif chosen.command == "serve":
            _serve(chosen.port)
        elif chosen.command == "check":
            return _check()
        elif chosen.command == "changes":
            _changes(chosen.since or None, chosen.format)
        elif chosen.command == "release":
            _release(chosen.version)
        else:
            _accept()
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads a report has seen enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _build() -> None:
    from .publishing.site import Inputs, Site

    site = Site(ROOT)
    if not site.shows(Inputs.of(ROOT)):
        from .publishing.build import build  # slow to import, and not needed to see that nothing has changed

        build(ROOT)
    print(f"The book is built: open {(site.folder / 'index.html').relative_to(ROOT)} in a browser.")


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
    from .data import Dataset, check_data
    from .facts import all_facts, quote
    from .files import data_folder
    from .wording import listed

    print(f"{len(check_data(data_folder()))} tables keep every rule.")
    data = Dataset()
    claims = judge_all(data)
    counts = Counter(found.finding.verdict for found in claims.values())
    told = ", ".join(f"{counts[verdict]} {words}" for verdict, words in PLURAL.items())
    print(f"{len(claims)} claims judged by the survey of {data.year}: {told}.")
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


def _changes(since: str | None, form: str) -> None:
    from .changes import compare, past, present, to_markdown, to_text

    before = past(ROOT, since)  # first, for it refuses in an instant
    report = compare(before, present(ROOT, _executed()))
    print(to_markdown(report) if form == "md" else to_text(report))


def _executed() -> Mapping[str, str]:
    from .publishing.notebooks import executed_chapters

    return {chapter.stem: text for chapter, text in executed_chapters(ROOT).items()}


def _release(version: str) -> None:
    from .publishing.release import release

    archive = release(ROOT, version)
    print(f"Edition {version} is committed and tagged v{version}; deposit {archive.relative_to(ROOT)}.")
    print("Nothing is pushed: `git push --follow-tags` publishes it.")


def _accept() -> None:
    from .changes import numbers
    from .claims import judge_all
    from .claims.record import FILE, write
    from .publishing.notebooks import accept

    for path in accept(ROOT):
        print(f"rewritten: {path.relative_to(ROOT)}")
    if write(ROOT, judge_all()):
        print(f"rewritten: {FILE}")
    if numbers.write(ROOT):
        print(f"rewritten: {numbers.FILE}")


if __name__ == "__main__":
    sys.exit(main())
