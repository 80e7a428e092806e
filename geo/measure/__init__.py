"""Lengths, areas and their bounds, of arrays and shapes. Knows no layer, no id and no file."""
