"""From spreadsheets into ``data/``: what a file would change, refused where it cannot be read for certain."""

from __future__ import annotations

from .plan import Plan, TableUpdate, plan_import, plan_sheets, report, write

__all__ = ["Plan", "TableUpdate", "plan_import", "plan_sheets", "report", "write"]
