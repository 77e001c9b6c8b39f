"""The texts of this checkout, and a language that marks what it translated."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from autograder.translation import Translator, translator


@pytest.fixture(scope="session")
def template(template_text: str) -> Catalog:
    return read_po(io.BytesIO(template_text.encode()))


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
