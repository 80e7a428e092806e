"""The map on paper: sheets from A4 to A0 at an exact scale, as vector PDF and PNG."""

from geo.sheet.compose import sheet_pdf, sheet_plan, sheet_png
from geo.sheet.request import PAPERS, Found, Request

__all__ = ["PAPERS", "Found", "Request", "sheet_pdf", "sheet_plan", "sheet_png"]
