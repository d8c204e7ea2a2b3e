"""The exercises of the chapters: answers checked against the data as they are, and hints on request."""

from __future__ import annotations

from .checking import check, hint

__all__ = ["check", "hint"]
