"""What the documents hold, kind by kind: documents, measures, figures, industries, cities. Writes no file."""
