"""Stored layers in a table of any database: what is asked of them, written as SQL. Opens no file, knows no server."""
