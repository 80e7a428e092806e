"""The commands import, layers and remove."""
