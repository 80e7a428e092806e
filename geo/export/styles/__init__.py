"""The style of a layer for other programs. Writes texts only: the writer of a format puts them into its file."""
