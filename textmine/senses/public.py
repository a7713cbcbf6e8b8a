"""What the room offers."""

from textmine.senses.finding import find_senses
from textmine.senses.options import SenseOptions
from textmine.senses.senses import Senses

__all__ = ["SenseOptions", "Senses", "find_senses"]
