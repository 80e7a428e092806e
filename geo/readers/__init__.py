"""Read files, texts and databases into frames in longitude/latitude. Imports no atlas and no writer."""
