"""Stored layers as they leave: collections of features, one page at a time, and files, one batch at a time."""
