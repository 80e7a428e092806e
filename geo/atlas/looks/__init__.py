"""How places look: what the catalogue says (look), what becomes of it (recipes), and what is drawn (paint)."""
