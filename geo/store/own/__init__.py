"""What is known of an own layer beside its features: id, names, columns, entry and note."""
