"""The map on paper: sheets from A4 to A0 at an exact scale, as vector PDF and PNG."""

from geo.sheet.compose import PAPERS, Request, sheet_pdf, sheet_plan, sheet_png

__all__ = ["PAPERS", "Request", "sheet_pdf", "sheet_plan", "sheet_png"]
