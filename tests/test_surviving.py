"""The last good site stays: whatever stops a build, a whole site is on the disk, and the next build is right."""

from __future__ import annotations

import errno
import itertools
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import clusterbook as cb
import made
from books import LEVELS, SKILLS, assert_the_same, chapter, clean, edit, pages_of, write
from clusterbook import files
from clusterbook.errors import BuildError, refusal
from clusterbook.publishing import build as building
from clusterbook.publishing import site as sites
from clusterbook.publishing.build import build
from clusterbook.publishing.site import Inputs, Site
from clusterbook.survey.files import synthetic_files

ROOT = Path(__file__).resolve().parents[1]
SEED = int(os.environ.get("CLUSTERBOOK_SEED", time.time_ns() % 2**32))
MOMENTS = 20
LEFT = ["cache", "html", "lock", "work"]  # what a build leaves in _build


# --- the swap, before each of its steps, with a site of one page that no Sphinx has made

STEPS = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree", "ctypes.dlsym"}


class Swap(NamedTuple):
    """A book of one page whose site stands, and whose next one is made but for its being put in place."""

    root: Path
    site: Site
    old: dict[str, bytes]
    new: dict[str, bytes]
    works: dict[str, dict[str, bytes]]

    def work(self) -> dict[str, bytes]:
        """What the next build may start from."""
        return pages_of(self.root / "_build" / "work" / "html")

    def publish(self, *, anew: bool = True) -> None:
        """Put the next site in place, which is made again unless it is there."""
        if anew:
            _make(self.root, "new")
        self.site.publish(_inputs("new"))


def _inputs(word: str) -> Inputs:
    return Inputs(word, "base", dict.fromkeys(sites.STAMP, word) | {"forms": ""})


def _make(root: Path, word: str) -> None:
    page = f"<html><head></head><body><p>The {word} page.</p></body></html>"
    for name in ("index", "one"):
        files.put(root / "_build" / "next" / "html" / f"{name}.html", page.encode())
    files.put(root / "_build" / "next" / "html" / "data" / "a.csv", word.encode())


@pytest.fixture
def swap(tmp_path: Path) -> Swap:
    """The old site in place, and what the new one is."""
    made.settings(ROOT, tmp_path)
    found = Swap(tmp_path, Site(tmp_path), {}, {}, {})
    for word in ("new", "old"):
        _make(tmp_path, word)
        found.site.publish(_inputs(word))
        found = found._replace(**{word: pages_of(found.site.folder)})
        found.works[word] = found.work()
    return found


def stopped(number: int, act: Callable[[], object], stop: Callable[[str], None]) -> bool:
    """Do something in a process of its own that is stopped before its n-th step on the disk; whether it has so many."""
    child = os.fork()
    if child == 0:
        steps = itertools.count(1)
        reached = False

        def before(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal reached
            reads = event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR))
            if event in STEPS and not reads and next(steps) == number:
                reached = True
                stop(event)

        sys.addaudithook(before)
        try:
            act()
        except OSError:
            pass  # what it left is looked at
        except BaseException:
            os._exit(2)
        os._exit(int(reached))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 1, -signal.SIGKILL)
    return code != 0


def killed(event: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full(event: str) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("stop", "in_one_step"),
    [
        pytest.param(killed, True, id="killed"),
        pytest.param(killed, False, id="killed-where-folders-cannot-change-places", marks=pytest.mark.slow),
        pytest.param(full, True, id="full", marks=pytest.mark.slow),
        pytest.param(full, False, id="full-where-folders-cannot-change-places", marks=pytest.mark.slow),
    ],
)
def test_a_swap_stopped_before_any_of_its_steps_leaves_a_whole_site(swap, monkeypatch, stop, in_one_step):
    if not in_one_step:
        monkeypatch.setattr(sites, "_EXCHANGE", 1 << 30)  # which no system knows
    kept = shutil.copytree(swap.root / "_build", swap.root / "kept")
    seen = []
    for number in itertools.count(1):
        shutil.rmtree(swap.root / "_build")
        shutil.copytree(kept, swap.root / "_build")
        _make(swap.root, "new")
        if not stopped(number, lambda: swap.publish(anew=False), stop):
            break
        if not in_one_step:
            swap.site.recover()
        seen.append("old" if pages_of(swap.site.folder) == swap.old else "new")
        assert pages_of(swap.site.folder) in (swap.old, swap.new), f"before step {number}"
        swap.site.recover()
        assert pages_of(swap.site.folder) == (swap.old if seen[-1] == "old" else swap.new)
        known = [word for word in swap.works if swap.site.has_pages_of(_inputs(word))]
        assert all(swap.work() == swap.works[word] for word in known), f"what is left before step {number} is no start"
        assert swap.site.may_continue(_inputs("new")) == bool(known)
        swap.publish()
        assert pages_of(swap.site.folder) == swap.new and swap.site.shows(_inputs("new"))
    assert pages_of(swap.site.folder) == swap.new
    assert set(seen) == {"old", "new"}
    assert stop is full or seen == sorted(seen, reverse=True)
    assert sorted(path.name for path in (swap.root / "_build").iterdir()) == ["cache", "html", "work"]


def test_what_killed_processes_left_half_written_is_swept_and_what_others_write_is_not(tmp_path):
    cache = tmp_path / "_build" / "cache" / "executions"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [cache / f"a.json.{ended.pid}{files.SCRATCH}", tmp_path / "_build" / f"a.pdf.{ended.pid}{files.SCRATCH}"]
    writing = cache / f"a.json.{os.getpid()}{files.SCRATCH}"
    for path in (*left, writing):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    Site(tmp_path).recover()
    assert writing.exists() and not any(path.exists() for path in left)


def test_the_caches_do_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(sites, "KEPT", 2)
    for folder, suffix in (("cards", "png"), ("data", "pickle"), ("pictures", "png")):
        for at in range(4):
            path = tmp_path / "_build" / "cache" / folder / f"{at}.{suffix}"
            files.put(path, b"kept")
            os.utime(path, (at, at))
    Site(tmp_path).recover()
    found = [path.relative_to(tmp_path / "_build" / "cache").as_posix() for path in tmp_path.rglob("*.p*")]
    assert sorted(found) == [
        *("cards/2.png", "cards/3.png", "data/2.pickle", "data/3.pickle", "pictures/2.png", "pictures/3.png")
    ]


# --- whole builds, of a book of three pages


class States(NamedTuple):
    """A built book, and an edit of its data: the sites before and after it, and how long the second build takes."""

    root: Path
    kept: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    seconds: float

    def begin(self) -> None:
        """Go back to the built book with the edit not built yet."""
        shutil.rmtree(self.root / "_build")
        shutil.copytree(self.kept, self.root / "_build")  # with the times of the files, which the build looks at

    def command(self, *arguments: str, **options: object) -> subprocess.Popen[str]:
        """Start a command of the book in a process group of its own."""
        command = [sys.executable, "-m", "clusterbook", "--root", str(self.root), *(arguments or ["build"])]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
        return subprocess.Popen(command, **pipes | options)  # type: ignore[call-overload]

    def site(self) -> dict[str, bytes]:
        """What is on the disk now."""
        return pages_of(self.root / "_build" / "html")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory):
    """The book, its old site and its new one."""
    folder = tmp_path_factory.mktemp("surviving")
    data = shutil.copytree(ROOT / "data", folder / "data")
    says = "Qiaotou's is {num}`qiaotou.skill-intensity`."
    pages = {"one": chapter("One", SKILLS), "two": chapter("Two", LEVELS), "three": f"# Three\n\n{says}\n"}
    root = write(folder / "book", **pages)
    shutil.copy(ROOT / "CITATION.cff", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLUSTERBOOK_DATA", str(data))
        before = pages_of(build(root).parent)
        kept = shutil.copytree(root / "_build", folder / "kept")
        edit(data / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
        found = States(root, kept, before, clean(root, folder / "clean"), 0)
        began = time.monotonic()
        assert found.command().wait() == 0
        yield found._replace(seconds=time.monotonic() - began)


@pytest.mark.slow
@pytest.mark.parametrize(
    "number",
    [at if at % 10 == 7 else pytest.param(at, marks=pytest.mark.exhaustive) for at in range(MOMENTS)],
)
def test_a_build_killed_at_a_random_moment_leaves_a_whole_site_and_the_next_build_is_right(states, number):
    chance = random.Random(f"{SEED} {number}")
    moment = states.seconds * (number + chance.random()) / MOMENTS
    told = f"CLUSTERBOOK_SEED={SEED}, moment {number}: after {moment:.3f} s of {states.seconds:.3f} s"
    states.begin()
    running = states.command()
    time.sleep(moment)
    if chance.random() < 0.5:
        os.killpg(running.pid, signal.SIGKILL)
    else:
        running.kill()
    running.communicate(timeout=60)  # which ends when no process of the build is left: each holds its output
    assert states.site() in (states.before, states.after), told
    assert_the_same(pages_of(build(states.root).parent), states.after)
    assert sorted(path.name for path in (states.root / "_build").iterdir()) == LEFT, told
    assert list(states.root.rglob(f"*{files.SCRATCH}")) == [], told


@pytest.mark.slow
def test_a_kernel_ends_with_the_build_that_was_killed_while_a_cell_was_running(tmp_path):
    begun = tmp_path / "begun"
    root = write(tmp_path / "book", one=chapter("One", f"import time\n\nopen({str(begun)!r}, 'w')\ntime.sleep(600)"))
    running = States(root, root, {}, {}, 0).command()
    while not begun.exists():
        assert running.poll() is None
        time.sleep(0.1)
    running.kill()
    running.communicate(timeout=30)  # a process of the build that were left would hold its output


@pytest.mark.slow
def test_a_build_that_is_interrupted_says_so_without_a_traceback(states):
    states.begin()
    running = states.command()
    while running.poll() is None and not (states.root / "_build" / "next").exists():
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    assert running.communicate() == ("", "stopped; whatever stood before is whole.\n")
    assert running.returncode == 130
    assert states.site() == states.before


@pytest.mark.slow
def test_two_builds_at_once_give_one_whole_site(states):
    states.begin()
    running = [states.command(), states.command()]
    said = "The book is built: open _build/html/index.html in a browser.\n"
    assert [one.communicate() for one in running] == [(said, ""), (said, "")]
    assert [one.returncode for one in running] == [0, 0]
    assert_the_same(states.site(), states.after)


def limited(size: int) -> dict[str, object]:
    """Have the system refuse any file that is larger, as a full disk refuses it."""
    # coverage, where it runs, would have a file of its own to write
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)), "env": unmeasured}


LARGE = "Raise the limit on the size of a file (ulimit -f) and run the command again."


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [0, 40_000, *(pytest.param(size, marks=pytest.mark.exhaustive) for size in (2_000, 400_000))]
)
def test_a_build_that_the_disk_refuses_says_so_in_a_sentence_and_leaves_the_last_good_site(states, size):
    states.begin()
    running = states.command(**limited(size))
    out, said = running.communicate()
    assert (running.returncode, out, said.count("\n")) == (1, "", 1)
    told = re.escape(f"(File too large); the last good site stays. {LARGE}\n")
    assert re.fullmatch(rf"the machine refused \S+(?: file)? {told}", said), said
    assert states.site() == states.before
    assert sorted(path.name for path in (states.root / "_build").iterdir()) == LEFT
    assert_the_same(pages_of(build(states.root).parent), states.after)


def test_a_second_build_waits_for_the_first_and_says_so_if_it_takes_too_long(tmp_path, monkeypatch):
    from filelock import FileLock

    write(tmp_path, one="# One\n")
    (tmp_path / "_build").mkdir()
    monkeypatch.setattr(building, "WAITING", 0.1)
    with FileLock(tmp_path / "_build" / "lock"), pytest.raises(BuildError, match="another build of this book is runn"):
        build(tmp_path)


# --- files of the author's


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_that_the_disk_refuses_stays_as_it_was_and_is_named(tmp_path, monkeypatch):
    path, write_bytes = tmp_path / "a.csv", Path.write_bytes
    path.write_bytes(b"old")

    def half(path: Path, content: bytes) -> None:
        write_bytes(path, content[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left") as caught:
        files.put(path, b"newer")
    assert everything(tmp_path) == {"a.csv": b"old"}
    assert refusal(caught.value, "all stands") == (
        f"the machine refused {path} (No space left on device); all stands. "
        "Make room on the disk and run the command again."
    )


def test_a_file_written_anew_keeps_its_rights(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    files.put(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")]), "the machine refused b (No"),
        ("WARNING: cannot copy [Errno 28] No space left on device", "the machine refused a file (No"),
        (PermissionError(errno.EACCES, "Permission denied", "a"), "the machine refused a (Permission denied)"),
        ("a cell fails: [Errno 13] Permission denied: 'a'", None),
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"), "the machine has no room"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "a"), None),
    ],
)
def test_what_a_machine_refuses_is_told_from_other_errors_however_a_tool_words_it(said, found):
    told = refusal(said, "all stands")
    assert told is None if found is None else told.startswith(found) and "; all stands. " in told


@pytest.mark.slow
@pytest.mark.parametrize("size", [pytest.param(0, marks=pytest.mark.exhaustive), 20_000])
def test_what_is_accepted_is_written_whole_or_not_at_all(size, tmp_path):
    (tmp_path / "synthetic").mkdir()
    (tmp_path / "synthetic" / "firms.csv").write_bytes(b"old")
    run = refused(tmp_path, "accept", size=size)
    assert "File too large); whatever stood before is whole." in run.stderr
    whole = synthetic_files(cb.Dataset(ROOT / "data")) | {"firms.csv": b"old"}
    found = everything(tmp_path / "synthetic")
    assert {name: whole[name] for name in found} == found


def test_an_import_that_the_disk_refuses_changes_nothing(copied, tmp_path, monkeypatch):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))
    text = (copied / "skills.csv").read_text(encoding="utf-8")
    (tmp_path / "skills.csv").write_text(text.replace("31.1", "31.2"), encoding="utf-8")
    before = everything(copied)
    run = refused(tmp_path, "import", str(tmp_path / "skills.csv"), "--write", size=20_000)
    assert "File too large); whatever stood before is whole." in run.stderr
    assert everything(copied) == before


def refused(root: Path, *arguments: str, size: int) -> subprocess.CompletedProcess[str]:
    """Run a command that a limit on the size of files must fail, in a sentence."""
    command = [sys.executable, "-m", "clusterbook", "--root", str(root), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, **limited(size))
    assert run.returncode == 1 and "Traceback" not in run.stderr
    return run


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_a_form_that_the_disk_refuses_leaves_the_one_of_before(states, kind):
    states.begin()
    build(states.root)
    path = states.root / "_build" / f"clusterbook.{kind}"
    path.write_bytes(b"of before")
    running = states.command(kind, **limited(10_000))
    out, said = running.communicate()
    told = f"(File too large); whatever stood before is whole. {LARGE}\n"
    # WeasyPrint may be refused a scratch file of its own before its work is done
    assert out == "" and said in (f"the machine refused {path} {told}", f"the machine refused a file {told}")
    assert running.returncode == 1
    assert path.read_bytes() == b"of before"
    assert list(states.root.rglob(f"*{files.SCRATCH}")) == []
