"""Layers of any number of features on one drawing: vectors while they are few, else a picture of fine pixels."""
