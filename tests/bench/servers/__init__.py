"""Other servers of layers, each over the same parcels with two processes, and the requests they are compared by."""
