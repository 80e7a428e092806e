"""The extract as PDF, set by Typst from a template and data."""
