"""Zip archives that are the same for the same contents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ..files import put

EPOCH = date(1980, 1, 1)  # the first day that a zip can tell, for what has no day of its own


def pack(archive: Path, contents: Mapping[str, bytes], day: date = EPOCH) -> None:
    """Write a zip, whole or not at all, of named contents, every one of them of one day."""
    put(archive, packed(contents, day))


def packed(contents: Mapping[str, bytes], day: date = EPOCH, first: str = "") -> bytes:
    """Return a zip of named contents; the one to come first is stored bare, as readers of some formats look for it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(contents, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, contents[name], compresslevel=9)
    return made.getvalue()
