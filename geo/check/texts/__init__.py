"""Rules that need the texts of the documents: citations, ties, figures, anchors, copied text, and the score."""
