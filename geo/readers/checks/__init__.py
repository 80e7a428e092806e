"""Checks of a file before objects are made of it: what it is, how deep it nests, how much it holds. Reads no shape."""
