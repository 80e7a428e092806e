"""Random input for everything a stranger can send: `python -m tests.fuzz`. What was found is replayed by the tests."""
