"""What the documents say and where it stands: texts, sections, claims. No geometry and no page."""
