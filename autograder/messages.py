"""Sentences for people, as a text and what is filled into it, so that they can be translated wherever they are shown.

A result is graded once and read in several languages. So it holds no finished sentences, but the text as it stands in
the source (gettext's msgid) and the parameters:

>>> Message("asked for more than {size} MB", size=20.0)
'asked for more than 20 MB'
>>> place = Message("code cell {number}", number=3)
>>> message = Message("{place} ran for more than {seconds} s", place=place, seconds=20)
>>> str(message)
'code cell 3 ran for more than 20 s'
>>> german = {"{place} ran for more than {seconds} s": "{place} lief länger als {seconds} s", "code cell {number}": "Codezelle {number}"}
>>> message.translated(lambda text: german.get(text, text))
'Codezelle 3 lief länger als 20 s'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z_0-9]*)\}")
_DEPTH = 8
"""Messages within messages that are read from a file."""


class Message(str):
    """A sentence that is still to be translated; as a string it is the English one.

    Args:
        text: what gettext looks up, as a literal, with ``{placeholders}``. Babel collects it from here.
        parameters: for the placeholders; numbers, texts that are the same in every language, or other messages.

    A placeholder without a parameter stays as it is, so text of a student's may be a message without harm.
    """

    __slots__ = ("_parameters", "_text")

    _text: str
    _parameters: Mapping[str, Parameter]

    def __new__(cls, text: str = "", /, **parameters: Parameter) -> Message:
        message = super().__new__(cls, _filled(text, parameters, str))
        message._text = str(text)
        message._parameters = MappingProxyType(parameters)
        return message

    @property
    def text(self) -> str:
        """What is looked up: the text with its placeholders."""
        return self._text

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return self._parameters

    def __str__(self) -> str:
        return str.__str__(self)

    def translated(self, translate: Callable[[str], str], isolate: bool = False) -> str:
        """The sentence in another language.

        Args:
            translate: gettext for whole texts.
            isolate: keep names that are filled in from changing the order of a right-to-left sentence (Unicode's
                first strong isolate).
        """
        return _filled(translate(self._text), self._parameters, lambda m: m.translated(translate, isolate), isolate)

    def sentence(self) -> Message:
        """With a capital letter in front and a full stop behind, where it has none.

        >>> Message("it is empty").sentence()
        'It is empty.'
        """
        text = self._text[:1].upper() + self._text[1:]
        parameters = dict(self._parameters)
        first = _PLACEHOLDER.match(text)
        if first and isinstance(inner := parameters.get(first[1]), Message):
            parameters[first[1]] = Message(inner.text[:1].upper() + inner.text[1:], **inner.parameters)
        return Message(text + ("" if self.endswith((".", "?", "!", "…")) or not text else "."), **parameters)

    def to_json(self) -> str | dict[str, Any]:
        """As it is stored: ``{"text": …, "parameters": {…}}``, or the bare text where there are no parameters."""
        return self._nested() if self._parameters else self._text

    def _nested(self) -> dict[str, Any]:
        values = {name: v._nested() if isinstance(v, Message) else v for name, v in self._parameters.items()}
        return {"text": self._text, "parameters": values} if values else {"text": self._text}

    @classmethod
    def from_json(cls, stored: Any, depth: int = _DEPTH) -> Message:
        """The inverse of :meth:`to_json`.

        Raises:
            TypeError: it is nothing that ``to_json`` gives.
        """
        if isinstance(stored, str):
            return cls(stored)
        if depth and isinstance(stored, dict) and stored.keys() <= {"text", "parameters"}:
            text, parameters = stored.get("text"), stored.get("parameters", {})
            if isinstance(text, str) and isinstance(parameters, dict):
                return cls(text, **{name: _parameter(value, depth - 1) for name, value in parameters.items()})
        raise TypeError(f"{type(stored).__name__} is no message")

    @classmethod
    def lines(cls, messages: Iterable[Message]) -> Message:
        """Messages below each other; those that are empty are left out."""
        kept = [message for message in messages if message]
        if len(kept) == 1:
            return kept[0]
        names = [f"line_{number}" for number in range(1, len(kept) + 1)]
        return cls("\n".join(f"{{{name}}}" for name in names), **dict(zip(names, kept, strict=True)))

    @classmethod
    def listed(cls, messages: Iterable[Message], between: str = ", ") -> Message:
        """Messages one behind the other; those that are empty are left out.

        >>> Message.listed([Message("late"), Message(""), Message("{count} up", count=2)])
        'late, 2 up'
        """
        kept = [message for message in messages if message]
        if len(kept) == 1:
            return kept[0]
        names = [f"part_{number}" for number in range(1, len(kept) + 1)]
        return cls(between.join(f"{{{name}}}" for name in names), **dict(zip(names, kept, strict=True)))

    def __reduce__(self) -> tuple[Any, ...]:
        return _message, (self._text, dict(self._parameters))


Parameter = str | int | float | Message


def shortened(message: Message, most: int) -> Message:
    """A message of at most so many characters: what is longer has text of a student's in it, and loses its parameters."""
    return message if len(message) <= most else Message("{message}", message=message[:most])


def _message(text: str, parameters: dict[str, Parameter]) -> Message:
    return Message(text, **parameters)


def _parameter(stored: Any, depth: int) -> Parameter:
    return stored if isinstance(stored, str | int | float) else Message.from_json(stored, depth)


def _filled(
    text: str, parameters: Mapping[str, Parameter], render: Callable[[Message], str], isolate: bool = False
) -> str:
    def value(found: re.Match[str]) -> str:
        given = parameters.get(found[1], found[0])
        if isinstance(given, Message):
            return render(given)
        if isinstance(given, str):
            return f"\N{FIRST STRONG ISOLATE}{given}\N{POP DIRECTIONAL ISOLATE}" if isolate else given
        return f"{given:g}" if isinstance(given, float) else str(given)

    return _PLACEHOLDER.sub(value, text) if parameters else text


NO_MESSAGE = Message()
"""Nothing to say: false, as an empty string is."""
