"""Operations of the running process: how much heavy work it takes at once. Knows no page."""
