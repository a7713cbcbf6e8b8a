"""The compiled sorting and writing of names."""
