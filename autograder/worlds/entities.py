"""The things that a world holds, and how texts call them."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.worlds.name_maker import Name


@dataclass(frozen=True)
class Entity:
    """A person, a museum, a ferry.

    >>> museum = Entity("museum1", "museum", "en", Name("Tolmir", "טולמיר"), Name("museum", "מוזיאון"),
    ...                 Name("the Tolmir Museum", "מוזיאון טולמיר"), "m")
    >>> museum.full("en"), museum.short("en"), museum.short("he"), museum.aliases("en")
    ('the Tolmir Museum', 'the museum', 'המוזיאון', ['Tolmir Museum', 'Tolmir'])

    Args:
        id: its kind and a number, "ferry2".
        kind: a key of `kinds.KINDS`.
        language: of the passages that tell of it, "en" or "he".
        name: what tells it from others of its kind: "Tolmir"; of a person given and family name.
        noun: English and Hebrew noun of its kind, as in "the museum"; empty for persons.
        written: English and Hebrew full name: "the Tolmir Museum".
        gender: of the Hebrew noun, or of the person: "m" or "f".
        shared: whether things of other kinds have the same name, so that the name alone does not tell which is meant.
    """

    id: str
    kind: str
    language: str
    name: Name
    noun: Name
    written: Name
    gender: str
    shared: bool = False

    @property
    def human(self) -> bool:
        """Whether it is a person, whom a passage calls by name and by pronoun."""
        return self.kind in ("person", "engineer")

    def article(self, form: str) -> bool:
        """Whether the Hebrew text begins with an article that is absorbed by the prefixes ב, ל, כ."""
        return not self.human and (form != "full" or self.kind == "island")

    def full(self, language: str) -> str:
        """The first time that it is mentioned: "the Tolmir Museum"."""
        return self.written.text(language)

    def short(self, language: str) -> str:
        """The second time that it is mentioned: "the museum", המוזיאון."""
        if self.human:
            return self.name.text(language).split()[0]
        if language == "en":
            return f"the {self.noun.en}"
        return self.noun.he if self.noun.he.startswith("בית ") else f"ה{self.noun.he}"

    def aliases(self, language: str) -> list[str]:
        """Shorter names that an answer may use."""
        bare = self.name.text(language)
        alone = not self.shared or self.kind == "island"
        full = self.full(language)
        if self.human:
            return [bare.split()[-1]]
        if language == "en":
            return [full.removeprefix("the "), *([bare] if alone else [])]
        return [bare] if alone else []
