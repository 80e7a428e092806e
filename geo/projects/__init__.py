"""What a reader kept in a file of their own: views of the map, drawn shapes, notes. No page and no paper."""
