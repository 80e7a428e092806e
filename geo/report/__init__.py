"""The site report: what the atlas can say about a place or a polygon, as a document for a meeting."""

from geo.report.compose import report_pdf
from geo.report.facts import Site, site_of_features, site_of_place, site_of_polygon

__all__ = ["Site", "report_pdf", "site_of_features", "site_of_place", "site_of_polygon"]
