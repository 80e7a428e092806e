"""Checks of a running service from outside, over HTTP alone. Knows no other part of `webmap`; `geo` only to measure."""
