"""Plots: many shapes of one file, each with its own account."""
