"""Zip archives that are the same for the same contents."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

EPOCH = date(1980, 1, 1)  # the first day that a zip can tell, for what has no day of its own


def pack(archive: Path, contents: Mapping[str, bytes], day: date = EPOCH) -> None:
    """Write a zip, whole or not at all, of named contents, every one of them of one day."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    scratch = archive.with_suffix(".part")
    try:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for name, raw in sorted(contents.items()):
                entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
                entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
                packed.writestr(entry, raw)
        scratch.replace(archive)
    finally:
        with contextlib.suppress(FileNotFoundError):
            scratch.unlink()
