"""The texts of this checkout, and a language that marks what it translated."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from autograder.translation import Translator, extracted, translator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def template() -> Catalog:
    """The texts of this checkout as they are now; whether the file keeps up is a test of its own."""
    return read_po(io.BytesIO(extracted(ROOT).encode()))


@pytest.fixture(scope="session")
def pseudo(template: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Translator:
    """The language "xx": every text in brackets, from a real .po file."""
    folder = tmp_path_factory.mktemp("locale")
    catalogue = Catalog(locale=None)
    for message in template:
        if message.id:
            catalogue.add(message.id, f"⟦{message.id}⟧")
    path = folder / "xx" / "LC_MESSAGES" / "autograder.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue)
    return translator("xx", folder)
