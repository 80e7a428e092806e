"""What loading adds to the tables: short names of documents in notes, sources of stated areas."""
