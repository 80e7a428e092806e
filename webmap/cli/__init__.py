"""The command line ``lingang``."""
