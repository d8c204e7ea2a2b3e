"""Kernels forked from one process that has paid for the imports, so that a book of many chapters pays once."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

# Only what others wrote: a chapter's kernel imports our own library itself, and so can say what it used.
_PRELOADED = [
    "IPython",
    "altair",
    "frictionless",
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

        _context = multiprocessing.get_context("forkserver")
        _context.set_forkserver_preload(_PRELOADED)
        forkserver.ensure_running()


def _run(arguments: list[str], folder: str, variables: dict[str, str]) -> None:
    """What a forked process does: become a kernel."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # a kernel speaks through its sockets
        os.dup2(nothing, stream)
    os.environ.clear()
    os.environ.update(variables, JPY_PARENT_PID=str(os.getppid()))  # it ends when the process it came from does
    os.chdir(folder)
    sys.path[:0] = [] if "" in sys.path else [""]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=arguments)


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


class _Popen:
    """A forked process, with the few methods of ``subprocess.Popen`` that a provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any) -> None:
        self._process = process
        self.pid: int = process.pid

    def poll(self) -> int | None:
        code: int | None = self._process.exitcode
        return code

    def wait(self) -> int | None:
        self._process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by forking instead of by a new interpreter."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        start()
        if _context is None:
            return await super().launch_kernel(cmd, **kwargs)
        folder = kwargs.get("cwd") or os.getcwd()
        arguments = cmd[cmd.index("-f") :]
        process = _context.Process(  # type: ignore[attr-defined]
            target=_run, args=(arguments, str(folder), dict(kwargs["env"])), daemon=True
        )
        with _nameless_main():
            process.start()
        self.process = _Popen(process)  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        return self.connection_info


class ForkedKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels are forked."""

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        self.kernel_id = self.kernel_id or kwargs.pop("kernel_id", None) or f"{id(self)}"
        if self.provisioner is None:
            self.provisioner = ForkedProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel
