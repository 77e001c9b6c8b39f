"""How much a world holds, and how directly it is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Profile:
    """The size and the manner of a world.

    Args:
        times: how many times the entities of `kinds.KINDS` there are, and of people.
        name_kinds: by how many kinds of things a name is shared: the Tolmir Museum, the Tolmir Library; 1: by none.
        notes: whether most things have a second passage, with facts that the first does not have.
        editions: the share of things of which a passage of an earlier year is left, with what held then.
        rounds: how many long documents there are in each language.
        updates: in each language, in what form a later passage changes a fact.
        described: of a type of question, how often it describes what it is about in place of naming it.
        forms: whether values are written in several forms: 09:40, 9.40 a.m.
    """

    times: int = 1
    name_kinds: int = 1
    notes: bool = False
    editions: float = 0.0
    rounds: dict[str, int] = field(default_factory=lambda: {"en": 0, "he": 0})
    updates: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {"en": ("text", "text", "speech", "poster"), "he": ("text", "text")}
    )
    described: dict[str, float] = field(default_factory=dict)
    forms: bool = False

    @property
    def marks(self) -> bool:
        """Whether things have a mark by which they can be described."""
        return bool(self.described)


PROFILES = {
    "plain": Profile(),
    "demanding": Profile(
        times=4,
        name_kinds=4,
        notes=True,
        editions=0.2,
        rounds={"en": 6, "he": 4},
        updates={"en": ("text",) * 6 + ("speech", "poster"), "he": ("text",) * 4},
        described={
            "fact": 0.8, "date": 0.8, "fresh": 0.8, "spoken": 0.8, "audio": 0.5, "image": 0.5, "two_hop": 0.5,
            "comparison": 0.5, "unanswerable": 0.6,
        },
        forms=True,
    ),
}  # fmt: skip
"""Of the public world, and of worlds in which nothing is found by its name alone."""
