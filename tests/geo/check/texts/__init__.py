"""Tests of the checks against texts."""
