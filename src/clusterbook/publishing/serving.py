"""``make serve``: the book in a browser, built again and reloaded whenever the content of a file changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from livereload import Server
from livereload.watcher import Watcher

from .. import files
from ..errors import BookError


class _Contents(Watcher):
    """Watches what the book is made from by content, so that no save is missed, whatever the clock or its step."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._tasks: dict[str, Any] = {"the book": {}}
        self._root = root
        self._seen = self._look()

    def examine(self) -> tuple[str | None, None]:
        """Build again if anything differs from what was last built; return what, and livereload reloads the pages."""
        self.filepath = None
        now = self._look()
        if now != self._seen:
            changed = sorted(name for name in {*now, *self._seen} if now.get(name) != self._seen.get(name))
            print(f"Changed: {', '.join(name.partition('/')[2] for name in changed)}", flush=True)
            self._seen = now
            if rebuild(self._root):
                self.filepath = changed[0]
        return self.filepath, None

    def _look(self) -> dict[str, str]:
        return files.inputs(self._root, files.data_folder())


def rebuild(root: Path) -> bool:
    """Build in a process of its own, which sees a changed library; return whether the site is good."""
    command = [sys.executable, "-m", "clusterbook", "--root", str(root), "build"]
    run = subprocess.run(command, stdout=subprocess.DEVNULL)
    return run.returncode == 0


def serve(root: Path, port: int) -> None:
    """Build and serve the book until interrupted; a failed build is told, and the last good site stays.

    Raises
    ------
    BookError
        If the port is taken.
    """
    watcher: Any = _Contents(root)
    rebuild(root)
    try:
        Server(watcher=watcher).serve(root=str(root / "_build" / "html"), port=port)
    except OSError as error:
        raise BookError(f"port {port} cannot be used ({error.strerror}): name another with --port.") from None
