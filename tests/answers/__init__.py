"""Record what a version of the atlas answers, and compare two versions (`python -m tests.answers --help`)."""
