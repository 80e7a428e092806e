"""Vector files read piece by piece, checked and ready to be stored."""
