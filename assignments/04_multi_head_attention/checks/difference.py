"""How a value that came differs from the one that was expected, in a few lines: kind, shape, then the first place.

Tensors are known by what they can do, so neither torch nor NumPy is imported here.
"""

FEW = 24
"""Numbers of a tensor that are shown whole."""
WIDE = 200
"""Letters of a value that are shown."""
_SHOULD = {
    "!=": "something else than",
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "in": "one of",
    "not in": "none of",
    "is": "the very object",
    "is not": "an object other than",
}


def difference(got, expected, operator="==", source="", options=None):
    """The lines that a student reads.

    Args:
        got: what the student's code gave, or what the check made of it.
        expected: what it was compared with.
        operator: how, "==" or another comparison of Python's.
        source: the text of the check that made `got`.
        options: rtol and atol, where numbers were compared closely.
    """
    if operator != "==":
        return _lines(source, shown(got), f"{_SHOULD[operator]} {shown(expected)}")
    if got is None and expected is not None:
        return _lines(source, "None (is there a `return`?)", shown(expected))
    if _is_array(expected):
        return _of_arrays(got, expected, source, options or {})
    if type(got) is not type(expected) and not _alike(got, expected):
        return _lines(source, f"{shown(got)}, {_kind(got)}", f"{shown(expected)}, {_kind(expected)}")
    return _lines(source, shown(got), shown(expected), _where(got, expected))


def shown(value):
    """A value on one line, or a few, shortened."""
    if _is_array(value):
        if value.numel() if hasattr(value, "numel") else value.size <= FEW:
            text = " ".join(str(_rounded(value.tolist())).split())
        else:
            text = ""
        return text if text and len(text) <= WIDE else f"{_kind(value)} of shape {tuple(value.shape)}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple) and type(value) is not tuple:
        value = tuple(value)  # torch.Size
    try:
        text = repr(value)
    except Exception as error:
        text = f"{_kind(value)} that cannot be shown ({type(error).__name__})"
    return text if len(text) <= WIDE else f"{text[: WIDE - 1]}…"


def _of_arrays(got, expected, source, options):
    if not _is_array(got):
        return _lines(source, f"{shown(got)}, {_kind(got)}", f"{_kind(expected)} of shape {tuple(expected.shape)}")
    if tuple(got.shape) != tuple(expected.shape):
        return _lines(f"{source or 'the result'} has another shape", tuple(got.shape), tuple(expected.shape))
    if _dtype(got) != _dtype(expected):
        return _lines(f"{source or 'the result'} has another dtype", _dtype(got), _dtype(expected))
    came, wanted = _flat(got), _flat(expected)
    places = [n for n, (a, b) in enumerate(zip(came, wanted, strict=True)) if not _close(a, b, options)]
    if not places:
        return _lines(source, shown(got), shown(expected))
    first = _index(places[0], tuple(expected.shape))
    note = f"{len(places)} of {len(came)} numbers differ" if len(came) > 1 else ""
    if len(came) > FEW:
        a, b = shown(came[places[0]]), shown(wanted[places[0]])
        return _lines(
            f"{source or 'the result'}, shape {tuple(got.shape)}, at {first}", a, b, f"{note}; this is the first"
        )
    if note:
        note += f"; the first is at {first}: {shown(came[places[0]])} instead of {shown(wanted[places[0]])}"
    return _lines(source, shown(got), shown(expected), note)


def _where(got, expected):
    """Where two sequences, texts, sets or dicts first differ."""
    if (isinstance(expected, dict) and isinstance(got, dict)) or (isinstance(expected, set) and isinstance(got, set)):
        notes = [
            f"{word}: {', '.join(map(shown, keys))}"
            for word, keys in (
                ("missing", [k for k in expected if k not in got]),
                ("too many", [k for k in got if k not in expected]),
            )
            if keys
        ]
        if isinstance(expected, dict):
            notes += [
                f"at {key!r}: {shown(got[key])} instead of {shown(expected[key])}"
                for key in expected
                if key in got and not _same(got[key], expected[key])
            ][:1]
        return "; ".join(notes)
    if (
        isinstance(expected, list | tuple | str)
        and isinstance(got, list | tuple | str)
        and max(len(got), len(expected)) > 1
    ):
        for place, (a, b) in enumerate(zip(got, expected, strict=False)):
            if not _same(a, b):
                return f"they first differ at place {place}: {shown(a)} instead of {shown(b)}"
        return f"{len(got)} instead of {len(expected)} {'letters' if isinstance(expected, str) else 'items'}"
    return ""


def _lines(source, got, expected, note=""):
    lines = [source] if source and len(source) <= WIDE else []
    lines += [f"expected  {expected}", f"got       {got}"]
    return "\n".join(lines + ([note] if note else []))


def _is_array(value):
    return (
        hasattr(value, "shape") and hasattr(value, "dtype") and hasattr(value, "tolist") and not isinstance(value, type)
    )


def _alike(got, expected):
    """Whether two values of different types may still be compared place by place."""
    numbers = isinstance(got, int | float) and isinstance(expected, int | float)
    return numbers or (isinstance(got, tuple) and isinstance(expected, tuple))


def _same(a, b):
    try:
        return bool(a == b)
    except Exception:
        return False


def _kind(value):
    module = type(value).__module__.split(".")[0]
    name = type(value).__name__ if module == "builtins" else f"{module}.{type(value).__name__}"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _dtype(value):
    return str(value.dtype).removeprefix("torch.")


def _flat(value):
    flat = value.tolist()
    for _ in range(len(value.shape) - 1):
        flat = [number for row in flat for number in row]
    return flat if isinstance(flat, list) else [flat]


def _close(a, b, options):
    if a == b:
        return True
    try:
        return abs(a - b) <= options.get("atol", 1e-8) + options.get("rtol", 1e-5) * abs(b)
    except TypeError:
        return False


def _index(place, shape):
    index = []
    for size in reversed(shape):
        index.append(place % size)
        place //= size
    return index[::-1]


def _rounded(value):
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value
