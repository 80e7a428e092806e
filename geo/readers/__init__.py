"""A file, text or database in, frames in longitude/latitude out. Knows no atlas and no writer."""
