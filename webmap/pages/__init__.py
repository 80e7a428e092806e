"""Answers for people: the HTML pages."""
