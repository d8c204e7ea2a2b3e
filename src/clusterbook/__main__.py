"""The command line: ``python -m clusterbook`` and what it shall do; ``--help`` lists the commands."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from .errors import BookError, refusal
from .files import FOLDER_VARIABLE, KEPT_FOLDER, KEPT_VARIABLE, LAB_LOCK

ROOT = Path(__file__).resolve().parents[2]
STANDS = "whatever stood before is whole"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 if all is well, 1 with a message on standard error if not."""
    parser = argparse.ArgumentParser(prog="python -m clusterbook", description="Build and check the book.")
    parser.add_argument(
        "--root",
        type=lambda given: Path(given).resolve(),
        default=ROOT,
        help="folder of the book; by default that of this library",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="check the data, execute every chapter, write _build/html")
    commands.add_parser("pdf", help="build, write the book as _build/clusterbook.pdf, and link it from the site")
    commands.add_parser("epub", help="build, write the book as _build/clusterbook.epub, and link it from the site")
    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("options", nargs="*", metavar="OPTION", help="for JupyterLab: lab -- --no-browser")
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
    importing = commands.add_parser("import", help="show what spreadsheets would change in data/, and write it if told")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an Excel workbook (.xlsx) or a CSV")
    importing.add_argument(
        "--table", metavar="NAME", help="the table that the file is, if its name and heads do not say"
    )
    importing.add_argument("--partial", action="store_true", help="the file holds only some rows: keep the others")
    importing.add_argument("--write", action="store_true", help="write the changes into data/")
    tally = commands.add_parser(
        "tally", help="show what raw firm rows give for the tables of data/, and write it if told"
    )
    tally.add_argument("file", type=Path, metavar="FIRMS", help="firm rows: a CSV, an Excel workbook or a Parquet file")
    tally.add_argument("--out", type=Path, metavar="FOLDER", help="where the tables go; by default data/")
    tally.add_argument("--prices", type=Path, metavar="FILE", help="consumer prices, for real wages")
    tally.add_argument("--national", type=Path, metavar="FILE", help="the nations' exports of the products")
    tally.add_argument("--scores", type=Path, metavar="FILE", help="scores of the systemic pillars, for Table 4")
    tally.add_argument(
        "--threshold", type=int, default=3, metavar="FIRMS", help="fewest firms of a published cell (3; 1 for no limit)"
    )
    tally.add_argument("--write", action="store_true", help="write the tables")
    chosen = parser.parse_args(arguments)
    if named := os.environ.get(FOLDER_VARIABLE):
        os.environ[FOLDER_VARIABLE] = str(Path(named).resolve())  # chapters run in a folder of their own
    kept = os.environ.get(KEPT_VARIABLE)
    os.environ[KEPT_VARIABLE] = kept or str(chosen.root / KEPT_FOLDER)
    try:
        if chosen.command == "build":
            _build(chosen.root)
        elif chosen.command in {"pdf", "epub"}:
            _bind(chosen.root, chosen.command.upper())
        elif chosen.command == "lab":
            return _lab(chosen.root, chosen.options)
        elif chosen.command == "serve":
            _serve(chosen.root, chosen.port)
        elif chosen.command == "check":
            return _check(chosen.root)
        elif chosen.command == "changes":
            _changes(chosen.root, chosen.since or None, chosen.format)
        elif chosen.command == "release":
            _release(chosen.root, chosen.version)
        elif chosen.command == "import":
            _import(chosen.files, chosen.table, partial=chosen.partial, told=chosen.write)
        elif chosen.command == "tally":
            others = {"prices": chosen.prices, "national_exports": chosen.national, "scores": chosen.scores}
            _tally(chosen.file, chosen.out, chosen.threshold, others, told=chosen.write)
        else:
            _accept(chosen.root)
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"stopped; {STANDS}.", file=sys.stderr)
        return 130  # as a shell says it
    except BrokenPipeError:  # whoever reads a report has seen enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        told = refusal(error, STANDS)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return 1
    finally:
        if kept is None:
            del os.environ[KEPT_VARIABLE]
    return 0


def _build(root: Path) -> None:
    from .publishing.site import Inputs, Site

    site = Site(root)
    if not site.shows(Inputs.of(root)):
        from .kernels import start

        start()  # it loads on another core while this process loads Sphinx
        from .publishing.build import build  # slow to import, and not needed to see that nothing has changed

        build(root)
    print(f"The book is built: open {(site.folder / 'index.html').relative_to(root)} in a browser.")


def _bind(root: Path, kind: str) -> None:
    from .publishing import forms
    from .publishing.binding import bound

    bound(root, kind)
    print(f"The {kind} is made: {forms.where(root, kind).relative_to(root)}; the site links it.")


def _lab(root: Path, options: list[str]) -> int:
    """Become JupyterLab on the notebooks, or run it where a process cannot become another; return its exit code."""
    if find_spec("jupyterlab") is None:
        raise BookError(
            "JupyterLab is not installed in this environment: run `make lab`, or "
            f"`python -m pip install -r {LAB_LOCK}` in an environment of its own, and then this again."
        )
    first = root / "notebooks" / "index.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}", *options, str(first)]
    if os.name == "posix":
        os.execv(sys.executable, command)  # so that whoever ends this command ends JupyterLab, and its kernels
    return subprocess.run(command).returncode


def _serve(root: Path, port: int) -> None:
    from .publishing.serving import serve

    serve(root, port)


def _check(root: Path) -> int:
    """Print what the data say; return 1 if a claim no longer has its accepted verdict."""
    from .claims import PLURAL, judge_all
    from .claims.mentions import mentions
    from .claims.record import compare, read, report
    from .data import Dataset
    from .facts import all_facts, quote
    from .files import data_folder
    from .loading import check_data
    from .wording import listed

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
    recorded = read(root)
    changes = compare(claims, recorded)
    facts = all_facts(data)
    sentences = mentions(root, lambda name: quote(facts, name)[1], only=changes.verdicts)
    text = report(claims, recorded, changes, sentences)
    if text:
        print(text)
    return 1 if changes else 0


def _changes(root: Path, since: str | None, form: str) -> None:
    from .changes import compare, past, present, to_markdown, to_text

    before = past(root, since)  # first, for it refuses in an instant
    report = compare(before, present(root, _executed(root)))
    print(to_markdown(report) if form == "md" else to_text(report))


def _executed(root: Path) -> Mapping[str, str]:
    from .publishing.notebooks import executed_chapters

    return {chapter.stem: text for chapter, text in executed_chapters(root).items()}


def _release(root: Path, version: str) -> None:
    from .publishing.release import release

    archive = release(root, version)
    print(f"Edition {version} is committed and tagged v{version}; deposit {archive.relative_to(root)}.")
    print("Nothing is pushed: `git push --follow-tags` publishes it.")


def _import(files: list[Path], table: str | None, *, partial: bool, told: bool) -> None:
    from .files import data_folder
    from .importing import plan_import, report, write
    from .wording import listed

    plan = plan_import(files, data_folder(), table=table, partial=partial)
    print(report(plan))
    changed = listed([f"data/{update.path.name}" for update in plan.changed])
    if changed and told:
        write(plan)
        print(f"Written: {changed}. Now run `make check`.")
    elif changed:
        print(f"Nothing is written yet; --write writes {changed}.")
        if not partial and any(change.kind == "removed" for update in plan.changed for change in update.changes):
            print("Rows that the file lacks are removed; --partial keeps them.")
    else:
        print("There is nothing to write.")


def _tally(file: Path, out: Path | None, threshold: int, others: dict[str, Path | None], *, told: bool) -> None:
    from .checking import DESCRIPTOR
    from .files import data_folder
    from .importing import report, write
    from .survey import wave as waves
    from .wording import listed

    folder = out or data_folder()
    is_package = (folder / DESCRIPTOR).is_file()
    wave = waves.tally_wave(file, folder if is_package else data_folder(), threshold, **others)
    print(waves.told(wave))
    if not is_package:
        names = [f"{name}.csv" for name in wave.tables]
        if told:
            names = [path.name for path in waves.write_apart(wave, folder)]
        print(f"{'Written' if told else 'Nothing is written yet; --write writes'} in {folder}: {listed(names)}.")
        return
    plan = waves.plan_wave(wave, folder)
    print(report(plan))
    changed = listed([f"{folder.name}/{update.path.name}" for update in plan.changed])
    why = waves.only_compared(wave, folder)
    if why and told:
        raise BookError(f"{why} Nothing is written.")
    if why:
        print(why)
    elif changed and told:
        write(plan)
        print(f"Written: {changed}. Now run `make check`.")
    else:
        print(f"Nothing is written yet; --write writes {changed}." if changed else "There is nothing to write.")


def _accept(root: Path) -> None:
    from .changes import numbers
    from .claims import judge_all
    from .claims.record import FILE, write
    from .data import Dataset
    from .publishing import notebooks, takeaway
    from .publishing.build import build
    from .survey.files import write_synthetic

    for path in [*write_synthetic(root, Dataset()), *notebooks.accept(root)]:
        print(f"rewritten: {path.relative_to(root)}")
    if write(root, judge_all()):
        print(f"rewritten: {FILE}")
    if numbers.write(root):
        print(f"rewritten: {numbers.FILE}")
    build(root)  # the notebooks to take away are made from the pages
    for path in takeaway.accept(root):
        print(f"rewritten: {path.relative_to(root)}")


if __name__ == "__main__":
    sys.exit(main())
