"""Clauses that stood before, found partition by partition."""

from textmine.ngrams.clauses.tasks import ClauseText, drop_later, write_clauses

__all__ = ["ClauseText", "drop_later", "write_clauses"]
