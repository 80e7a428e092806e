"""Rules on what the texts say of figures, targets and measures. No shape and no layer."""
