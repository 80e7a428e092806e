"""Themes: one question asked of every place, its answers in classes. How they are drawn is not here."""
