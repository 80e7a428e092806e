"""Stored layers as collections: their fields, one page of their features at a time, and what is kept of them."""
