"""Layers of the reader's own: one file for one question, or a workspace beside the atlas. Knows no HTTP."""
