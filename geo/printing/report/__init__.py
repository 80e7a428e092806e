"""The site report as PDF: cover, statements, annexes."""
