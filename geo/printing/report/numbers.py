"""Number formats of the report."""

from __future__ import annotations


def figure(value: float | None, digits: int = 2) -> str:
    """Write a number with thousands separators and a true minus sign; a dash for None and NaN."""
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return "—"
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def percent(share: float | None) -> str:
    """Write a share as a percentage; a share above zero is never shown as 0.0 %, a missing one as a dash."""
    if share is None:
        return "—"
    return "<0.1%" if 0 < share < 0.0005 else f"{share * 100:.1f}%"
