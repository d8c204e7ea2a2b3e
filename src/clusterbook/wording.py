"""How values and lists are worded in a sentence, a table cell and an alt text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def percent(value: float, digits: int = 0) -> str:
    """Return per cent as printed, halves rounded up as a reader would: 12.5 gives 13%."""
    step = Decimal(1).scaleb(-digits)
    return f"{Decimal(str(round(value, 9))).quantize(step, ROUND_HALF_UP)}%"


def amount(value: float, unit: str) -> str:
    """Return a value in its unit as a sentence prints it: 60%, RMB 2.6 billion, 57,000."""
    number = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    if unit == "per cent":
        return f"{number}%"
    return f"RMB {number} billion" if unit == "RMB billion" else number


def decimal(value: float, digits: int = 2) -> str:
    """Return a number, halves rounded up as in ``percent``, with a true minus sign; a dash for a missing one."""
    if value != value:
        return "–"
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(round(value, 9))).quantize(step, ROUND_HALF_UP)
    return f"{rounded + 0:f}".replace("-", "−")  # adding 0 makes -0.00 plain


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign, halves rounded up as in ``percent``: +6.1, −0.4, 0.0."""
    text = decimal(value, digits)
    return f"+{text}" if text.strip("0.−") and value > 0 else text


def listed(names: Sequence[str]) -> str:
    """Several names as a phrase: A, B and C; nothing for none."""
    if not names:
        return ""
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else str(last)
