"""Answers kept on disk, and whole answers kept before the application."""
