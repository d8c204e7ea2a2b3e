"""A process that has paid for the imports, from which kernels are forked, so that a book of many chapters pays once."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from typing import Any

# Only what others wrote: a chapter's kernel imports our own library itself, and so can say what it used.
_PRELOADED = [
    "clusterbook",  # the bare package, which every chapter imports: it keeps the others from loading too much
    "IPython",
    "altair",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "num2words",
    "pandas",
    "vl_convert",
]

_context: BaseContext | None = None


def start() -> None:
    """Start the process to fork from, if this system can; it loads while the caller goes on."""
    global _context
    if _context is None and "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        with contextlib.suppress(OSError):  # as where the folder for scratch files has too long a name for a socket
            forkserver.ensure_running()
            _context = context


def _run(arguments: list[str], folder: str, variables: dict[str, str], origin: int) -> None:
    """What a forked process does: become a kernel, which ends when the process it came from does."""
    from multiprocessing import forkserver

    os.setsid()
    # What it was forked from ends when nobody holds this any more; a kernel that did would keep it, and itself, alive
    # after a build that was killed.
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
    # Nor does a kernel go on without it; ipykernel's own watch on JPY_PARENT_PID read that before the fork, as empty.
    threading.Thread(target=_end_with, args=(origin,), daemon=True).start()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # a kernel speaks through its sockets
        os.dup2(nothing, stream)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.path[:0] = [] if "" in sys.path else [""]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=arguments)


def _end_with(origin: int) -> None:
    """End this process when another one is no longer the one that it came from."""
    while os.getppid() == origin:
        time.sleep(0.5)
    os._exit(1)


@contextlib.contextmanager
def _nameless_main() -> Iterator[None]:
    """Keep a new process from running the caller's script again, as multiprocessing would to find its functions."""
    main = sys.modules["__main__"]
    kept: dict[str, Any] = {name: vars(main).pop(name) for name in ("__file__", "__spec__") if name in vars(main)}
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(kept)


def fork(arguments: list[str], folder: str, variables: dict[str, str]) -> Any:
    """Return a new process that becomes a kernel; None where processes cannot be forked.

    Parameters
    ----------
    arguments : list of str
        Those of the kernel, as ``-f`` and its connection file.
    folder : str
        Where it runs.
    variables : dict of str to str
        Its environment.
    """
    start()
    if _context is None:
        return None
    from multiprocessing import forkserver

    forkserver.ensure_running()
    origin = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    process = _context.Process(target=_run, args=(arguments, folder, variables, origin), daemon=True)  # type: ignore[attr-defined]
    with _nameless_main():
        process.start()
    return process
