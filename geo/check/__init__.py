"""Rules and findings on our own data. Changes nothing."""
