"""A project file of the map page: views, drawn shapes, notes. It knows no atlas, so not what is still there."""
