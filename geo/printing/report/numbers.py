"""The numbers of the report as people read them."""

from __future__ import annotations


def figure(value: float | None, digits: int = 2) -> str:
    """Write a number for people: thousands separators, a true minus sign, a dash where there is none."""
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return "—"
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def percent(share: float | None) -> str:
    """Write a share for people; a share that is not nothing is never shown as 0.0 %."""
    if share is None:
        return "—"
    return "<0.1%" if 0 < share < 0.0005 else f"{share * 100:.1f}%"
