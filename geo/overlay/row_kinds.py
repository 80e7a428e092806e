"""What a row of zonal areas is: ground a member covers, and the rows that close a zone."""

from __future__ import annotations

MEMBER, UNASSIGNED, OVERLAP, UNLOCATED = "member", "unassigned", "overlap", "unlocated"
KINDS = [MEMBER, UNASSIGNED, OVERLAP, UNLOCATED]
