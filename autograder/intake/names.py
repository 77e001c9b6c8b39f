"""Names that people and systems give to files, made safe to show and to write.

Hebrew, Arabic and every other letter stays; what goes is what cannot be seen or what a file system gives a meaning to:
separators, control characters, and the marks that turn text around (a name with U+202E reads "gpj.exe" backwards).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_ID_CHARS = 100
MAX_ID_BYTES = 180
"""A file name is 255 bytes at most on Linux; this leaves room for "-12.json" and for the name of a temporary file."""

MAX_SHOWN = 200

_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
"""Device names of Windows, also with an extension."""

_ID_PUNCTUATION = set("-_.+@")

_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:\s*\((?P<browser>\d{1,9})\)|-(?P<canvas>\d{1,9})|[-_ ]+copy[-_ ]?(?P<jupyter>\d{0,9}))$", re.I
)
_SUFFIX = re.compile(
    r"(\.ipynb)?\.(ipynb(\.(txt|json))?|json|py|zip|pdf|html?|docx?|odt|rtf|pages|txt|md|tex|rar|7z|tgz|(tar\.)?(gz|xz|bz2)|tar"
    r"|gdoc|gsheet|gslides|url|webloc|desktop|lnk|crdownload|part|partial|download)$",
    re.I,
)
"""What people hand in, or hand in by mistake. Any other ending stays a part of the name: "dr.noa" is nobody's "dr"."""
_LATER = re.compile(
    r"(?<![^\W_])(final|finished|fixed|corrected|updated?|new|latest|last|submit\w*|submission|done|v(er(sion)?)?[-_ .]?\d+)(?![^\W_])",
    re.I,
)
_EARLIER = re.compile(
    r"(?<![^\W_])(old|draft|backup|bak|orig(inal)?|empty|template|untouched|checkpoint)(?![^\W_])", re.I
)
_COPY = "copy of|עותק של"
"""What Google Colab puts before the name of a copy, once for each."""
_COPY_OF = re.compile(rf"^(?:(?:{_COPY})[-_ ]+)+", re.I)
_OTTER_TIME = re.compile(r"_\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d_\d{1,6}$")


def clean(text: str) -> str:
    """Text to show on one line: NFC, no control, format, bidi or surrogate characters, at most 200 characters."""
    text = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs"} else c for c in text)
    text = "".join("\ufffd" if unicodedata.category(c) == "Cs" else c for c in text if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def safe_id(text: str) -> str:
    """A name for files, on any system: letters, marks and digits of any script, and ``-_.+@``; never empty.

    >>> safe_id("דנה לוי/03"), safe_id("../etc/passwd"), safe_id("aux.txt")
    ('דנה_לוי_03', 'etc_passwd', '_aux.txt')
    """
    # Canonical forms first: a letter that NFC composes may come from two characters.
    text = unicodedata.normalize("NFC", clean(text))
    kept = [c if unicodedata.category(c)[0] in "LMN" or c in _ID_PUNCTUATION else "_" for c in text]
    name = re.sub(r"_{2,}", "_", "".join(kept)).strip("._ ")
    name = name[:MAX_ID_CHARS]
    while len(name.encode()) > MAX_ID_BYTES:
        name = name[:-1]
    name = unicodedata.normalize("NFC", name).rstrip("._ ") or "submission"
    if name.split(".")[0].casefold() in _RESERVED or name.startswith("-"):
        name = "_" + name  # "-rf" would be read as an option, "aux" is a device
    return name


def _folded(name: str) -> str:
    """The form in which two names are one file on some system (no case on Windows and macOS, NFKC on macOS)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def letters_of(name: str) -> str:
    """A person's name by its letters and digits alone, by which two ways of writing it are compared; may be empty.

    >>> letters_of("Levi, Dana"), letters_of("LEVI  dana")
    ('levidana', 'levidana')
    """
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def unique_ids(names: Iterable[str]) -> list[str]:
    """Safe ids in the order of ``names``; the second of one name gets "-2", the third "-3"."""
    wished = [safe_id(name) for name in names]
    # A name that somebody has as it is, is not given away as the number of another.
    taken, ids = {_folded(name) for name in wished}, []
    used: set[str] = set()
    for name in wished:
        candidate, number = name, 1
        while _folded(candidate) in used or (number > 1 and _folded(candidate) in taken):
            number += 1
            candidate = f"{name}-{number}"
        used.add(_folded(candidate))
        ids.append(candidate)
    return ids


def notebook_key(file_name: str) -> tuple[str, int]:
    """The name of a notebook as its author knows it, and the number that a system put behind it.

    Jupyter ("-Copy1", "Copy of" by Google Colab), browsers (" (1)"), Canvas ("-1" for a resubmission) and Otter (the
    time) all add to a name.

    >>> notebook_key("03_attention (2).ipynb"), notebook_key("Copy of 03_attention.ipynb")
    (('03_attention', 2), ('03_attention', 0))
    """
    stem = unicodedata.normalize("NFC", file_name)
    stem = _SUFFIX.sub("", stem)
    stem = _OTTER_TIME.sub("", stem)
    number = 0
    for _ in range(3):  # "03_attention-Copy1 (2)"
        match = _NUMBERED.match(stem)
        if not match or not match["stem"]:
            break
        stem = match["stem"]
        number = max(number, int(match["browser"] or match["canvas"] or match["jupyter"] or 0))
    return _COPY_OF.sub("", stem.strip()).casefold(), number


def is_named(file_name: str, assignment: str) -> bool:
    """Whether a notebook bears the assignment's name, whatever a system added to it."""
    return notebook_key(file_name)[0] == notebook_key(assignment)[0]


def version_of(file_name: str, assignment: str) -> tuple[bool, int, int]:
    """Whether a notebook's name begins with the assignment's, whether it says "final" (1) or "old" (-1), and its number.

    >>> version_of("03_attention_final_v2.ipynb", "03_attention"), version_of("HW3 Noa.ipynb", "03_attention")
    ((True, 1, 2), (False, 0, 0))
    """
    key, number = notebook_key(file_name)
    version = re.search(r"(?<![^\W_])v(?:er(?:sion)?)?[-_ .]?(\d{1,9})(?![^\W_])", key)
    family = key.startswith(notebook_key(assignment)[0])
    later = -1 if _EARLIER.search(key) else 1 if _LATER.search(key) else 0
    return family, later, max(number, int(version[1]) if version else 0)


def is_nameless(file_name: str, assignment: str) -> bool:
    """Whether a notebook's name holds the assignment's and perhaps a version, and so nobody's.

    >>> is_nameless("03_attention_final (1).ipynb", "03_attention"), is_nameless("03_attention_dana.ipynb", "03_attention")
    (True, False)
    """
    key = notebook_key(file_name)[0]
    own = notebook_key(assignment)[0]
    if not key.startswith(own):
        return False
    rest = _EARLIER.sub("", _LATER.sub("", key.removeprefix(own)))
    return not any(c.isalnum() for c in rest)


def assignment_in(file_name: str, assignment: str) -> bool:
    """Whether a file name holds the assignment's name and somebody's besides."""
    stem = _SUFFIX.sub("", unicodedata.normalize("NFC", file_name))
    return student_from_file(file_name, assignment) != stem


def student_from_file(file_name: str, assignment: str) -> str:
    """The student's part of a file name: "dana_levi_03_attention.ipynb" is Dana Levi's; without one, the whole stem."""
    stem = _SUFFIX.sub("", unicodedata.normalize("NFC", file_name))
    rest = re.sub(rf"(^|[-_ .]+){re.escape(assignment)}(?=$|[-_ .(])", " ", _OTTER_TIME.sub("", stem), flags=re.I)
    rest = _COPY_OF.sub("", f"{rest.strip()} ")
    rest = re.sub(rf"(?:[-_ ]+(?:{_COPY})\s*)+$|\s*\(\d+\)\s*$", "", rest, flags=re.I)
    rest = re.sub(r"(?:^|[-_ ]+)copy[-_ ]?\d*\s*$", "", rest, flags=re.I).strip("-_ .")  # of Jupyter, Windows and macOS
    rest = re.sub(r"^\(([^()]*)\)$", r"\1", rest).strip()  # "03_attention (Dana)"
    return rest if rest and any(c.isalpha() for c in rest) else stem
