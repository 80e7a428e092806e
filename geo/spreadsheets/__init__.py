"""CSV and XLSX, each written in one place. Knows no HTTP."""
