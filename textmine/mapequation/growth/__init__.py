"""The compiled steps between searches: which modules a step looks at, which of those found pay, and the tree after."""
