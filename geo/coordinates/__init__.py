"""Reference systems and datums: CGCS2000, Gauss-Krüger zones, GCJ-02, a local plane. Nothing is measured here."""
