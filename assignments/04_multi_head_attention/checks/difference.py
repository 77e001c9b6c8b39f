"""How a value that came differs from the one that was expected, in a few lines: kind, shape, then the first place.

Tensors are known by what they can do, so neither torch nor NumPy is imported here.
"""

from .texts import _

FEW = 24
"""Numbers of a tensor that are shown whole."""
WIDE = 200
"""Letters of a value that are shown."""


def _should(operator, value):
    """What was expected, where it was not compared for being equal."""
    return {
        "!=": _("something else than {value}", value=value),
        "<": _("less than {value}", value=value),
        "<=": _("at most {value}", value=value),
        ">": _("more than {value}", value=value),
        ">=": _("at least {value}", value=value),
        "in": _("one of {value}", value=value),
        "not in": _("none of {value}", value=value),
        "is": _("the very object {value}", value=value),
        "is not": _("an object other than {value}", value=value),
        "holds": _("something that holds {value}", value=value),
        "lacks": _("something without {value}", value=value),
        "all": _("True everywhere"),
    }[operator]


def difference(got, expected, operator="==", source="", options=None):
    """The lines that a student reads.

    Args:
        got: what the student's code gave, or what the check made of it.
        expected: what it was compared with.
        operator: how, "==" or another comparison of Python's; "holds" and "lacks" are "in" and "not in" from the other side,
            what is "between" has both bounds in `expected`, and a "kind" its types; of "all" there is nothing to compare with.
        source: the text of the check that made `got`.
        options: rtol and atol, where numbers were compared closely; any_dtype, where their dtype was not asked.
    """
    if operator == "between":
        low, high = map(shown, expected)
        return _lines(source, shown(got), _("something between {low} and {high}", low=low, high=high))
    if operator == "kind":
        kinds = [_named(kind) for kind in (expected if isinstance(expected, tuple) else (expected,))]
        return _lines(source, f"{shown(got)}, {_kind(got)}", " / ".join(kinds))
    if operator != "==":
        return _lines(source, shown(got), _should(operator, shown(expected)))
    if got is None and expected is not None:
        return _lines(source, _("None (is there a `return`?)"), shown(expected))
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
        return text if text and len(text) <= WIDE else _of_shape(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple) and type(value) is not tuple:
        value = tuple(value)  # torch.Size
    try:
        text = repr(value)
    except Exception as error:
        text = _("{kind} that cannot be shown ({error})", kind=_kind(value), error=type(error).__name__)
    return text if len(text) <= WIDE else f"{text[: WIDE - 1]}…"


def _of_arrays(got, expected, source, options):
    if not _is_array(got):
        return _lines(source, f"{shown(got)}, {_kind(got)}", _of_shape(expected))
    name = source or _("the result")
    if tuple(got.shape) != tuple(expected.shape):
        return _lines(_("{name} has another shape", name=name), tuple(got.shape), tuple(expected.shape))
    if _dtype(got) != _dtype(expected) and not options.get("any_dtype"):
        return _lines(_("{name} has another dtype", name=name), _dtype(got), _dtype(expected))
    came, wanted = _flat(got), _flat(expected)
    places = [n for n, (a, b) in enumerate(zip(came, wanted, strict=True)) if not _close(a, b, options)]
    if not places:
        return _lines(source, shown(got), shown(expected))
    first = _index(places[0], tuple(expected.shape))
    a, b = shown(came[places[0]]), shown(wanted[places[0]])
    count = {"number": len(places), "of": len(came)}
    if len(came) > FEW:
        where = _("{name}, shape {shape}, at {place}", name=name, shape=tuple(got.shape), place=first)
        return _lines(where, a, b, _("{number} of {of} numbers differ; this is the first", **count))
    note = _(
        "{number} of {of} numbers differ; the first is at {place}: {got} instead of {expected}",
        **count,
        place=first,
        got=a,
        expected=b,
    )
    return _lines(source, shown(got), shown(expected), note if len(came) > 1 else "")


def _where(got, expected):
    """Where two sequences, texts, sets or dicts first differ."""
    if (isinstance(expected, dict) and isinstance(got, dict)) or (isinstance(expected, set) and isinstance(got, set)):
        absent, more = [k for k in expected if k not in got], [k for k in got if k not in expected]
        notes = [_("missing: {items}", items=", ".join(map(shown, absent)))] if absent else []
        notes += [_("too many: {items}", items=", ".join(map(shown, more)))] if more else []
        if isinstance(expected, dict):
            notes += [
                _(
                    "at {place}: {got} instead of {expected}",
                    place=repr(key),
                    got=shown(got[key]),
                    expected=shown(expected[key]),
                )
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
                return _(
                    "they first differ at place {place}: {got} instead of {expected}",
                    place=place,
                    got=shown(a),
                    expected=shown(b),
                )
        if isinstance(expected, str):
            return _("{got} instead of {expected} letters", got=len(got), expected=len(expected))
        return _("{got} instead of {expected} items", got=len(got), expected=len(expected))
    return ""


def _lines(source, got, expected, note=""):
    lines = [source] if source and len(source) <= WIDE else []
    lines += [_("expected  {value}", value=expected), _("got       {value}", value=got)]
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
    return _named(type(value))


def _named(kind):
    module = kind.__module__.split(".")[0]
    name = kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"
    return _("an {name}", name=name) if name[0] in "aeiou" else _("a {name}", name=name)


def _of_shape(value):
    return _("{kind} of shape {shape}", kind=_kind(value), shape=tuple(value.shape))


def _dtype(value):
    return str(value.dtype).removeprefix("torch.")


def _flat(value):
    flat = value.tolist()
    for _row in value.shape[1:]:
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
