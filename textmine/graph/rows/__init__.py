"""The compiled sorting of links into rows of their sources."""
