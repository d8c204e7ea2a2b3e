"""Forked kernels as Jupyter's client wants them: a provisioner and a manager of kernels."""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from ..kernels import fork


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
    """Starts a kernel by forking instead of by a new interpreter, where the system can."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        process = fork(cmd[cmd.index("-f") :], str(kwargs.get("cwd") or os.getcwd()), dict(kwargs["env"]))
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
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
