"""Two to four places side by side: what is told of each, row by row, and what was said and is due when."""
