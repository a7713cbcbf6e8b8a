"""The command line: one module a subcommand, and one place that maps every error to one exit code.

Nothing heavy is imported here: a command imports what it needs when it runs.
"""

from textmine.cli.quick import main

__all__ = ["main"]
