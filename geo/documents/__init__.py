"""The documents and their claims: texts, sections, sources. No geometry and no page."""
