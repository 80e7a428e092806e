"""Layers, seed tables and area statistics as collections of typed features, and what is asked of them.

A collection is one kind of geometry or none, so that a program that gives a layer one symbol draws all of it. Knows no
HTTP; `webmap.api.ogc` serves it.
"""
