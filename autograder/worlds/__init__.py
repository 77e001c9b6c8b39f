"""Fictional worlds for the RAG project: corpora in English and Hebrew that nobody can have memorised, with questions.

A world is made from a seed. Facts come first (who runs which museum, when which ferry leaves), then passages that state
them, then questions, whose gold answers are computed from the facts: so a fact can be changed, and what is right changes
with it.
"""

from autograder.worlds.made import MadeWorld
from autograder.worlds.world import make_world
from autograder.worlds.writing import write_world

__all__ = ["MadeWorld", "make_world", "write_world"]
