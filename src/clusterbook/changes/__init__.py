"""The change report: what differs between the book now and at another time."""

from __future__ import annotations

from .comparing import compare
from .editions import Edition, editions
from .markdown import to_markdown
from .model import Report
from .report import to_text
from .state import State, past, present

__all__ = ["Edition", "Report", "State", "compare", "editions", "past", "present", "to_markdown", "to_text"]
