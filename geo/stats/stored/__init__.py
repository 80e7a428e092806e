"""What can be counted of a stored layer without loading it: a page of its table, and accounts by its features."""
