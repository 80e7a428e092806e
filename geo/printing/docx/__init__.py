"""Word documents: text and tables as markup, styles, and the package with its attachment."""
