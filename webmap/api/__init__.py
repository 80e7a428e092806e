"""Answers for programs: JSON, files, tiles, OGC API."""
