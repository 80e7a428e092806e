"""Files made to read, crash, starve or mislead the service: written by code, none is kept."""
