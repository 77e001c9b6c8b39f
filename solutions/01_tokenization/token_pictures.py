"""Pictures for assignment 1: token chips, offset tables, padded batches and two plots. Nothing here solves an exercise.

All token pictures are HTML. A token has ``dir="auto"``: the browser looks at its first letter. A row of tokens is told
its direction, for ``dir="auto"`` does not look into elements that have a direction of their own. So Hebrew runs from
the right and English from the left. The strings themselves are never reversed.
"""

import base64
import html
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

import matplotlib.pyplot as plt
from IPython.display import HTML, display

NEUTRAL = "#7a7a7a"  # can be read on white and on the dark theme's #111
plt.rcParams.update({f"{name}.color": NEUTRAL for name in ("text", "xtick", "ytick")})
plt.rcParams.update({"axes.labelcolor": NEUTRAL, "axes.titlecolor": NEUTRAL, "axes.edgecolor": NEUTRAL})
plt.rcParams.update({"figure.facecolor": "none", "savefig.facecolor": "auto"})  # drawn on white, labelled on any ground
_CHIP = (
    "display:inline-block;margin:2px;padding:2px 7px;border:1px solid #333;border-radius:4px;"
    "font-family:monospace;color:#111;background:{background};unicode-bidi:isolate;text-align:center"
)
_CELL = (
    "border:1px solid #333;padding:3px 9px;text-align:center;color:#111;background:{background};font-family:monospace"
)
_LINE = "margin:4px 0;line-height:2.1"
_NOTE = "font-size:85%;margin:2px 0"


def _show(figure, description: str) -> None:
    """Show a figure with a text for whoever cannot see it. (Jupyter gives a plain figure no such *alt* text.)"""
    png = io.BytesIO()
    figure.savefig(png, format="png", bbox_inches="tight", dpi=2 * figure.dpi)
    plt.close(figure)
    width = int.from_bytes(png.getvalue()[16:20], "big") // 2  # two dots a pixel: sharp on today's screens
    data = base64.b64encode(png.getvalue()).decode("ascii")
    style = f"width:{width}px;max-width:100%"
    display(HTML(f'<img alt="{html.escape(description)}" style="{style}" src="data:image/png;base64,{data}">'))


def _visible(token: str) -> str:
    """The token as safe HTML, a space shown as an open box and an invisible direction mark by its name."""
    named = {" ": "␣", "\t": "⟨TAB⟩", "\u200e": "⟨LRM⟩", "\u200f": "⟨RLM⟩", "\u00a0": "⟨NBSP⟩"}
    return html.escape("".join(named.get(char, char) for char in token)) or "∅"


def _direction(tokens: Iterable[object]) -> str:
    """``rtl`` if the first letter of a row, special tokens aside, is one of a script that is written from the right."""
    for char in "".join(str(token) for token in tokens if not _is_special(str(token))):
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def _is_special(token: str) -> bool:
    return token.startswith("[") and token.endswith("]") and len(token) > 2


def _chip(token: str, below: object = None) -> str:
    lower = "" if below is None else f'<br><span dir="ltr" style="font-size:75%">{html.escape(str(below))}</span>'
    style = _CHIP.format(background="#d9d9d9" if _is_special(token) else "#ffffff")
    return f'<span dir="auto" style="{style}">{_visible(token)}{lower}</span>'


def chips(tokens: Iterable[str], below: Iterable[object] | None = None, title: str = "") -> HTML:
    """One row of token chips, special tokens such as ``[SEP]`` in grey. ``below``: a second line (ids, offsets)."""
    tokens = list(tokens)
    below = [None] * len(tokens) if below is None else list(below)
    row = "".join(_chip(str(token), low) for token, low in zip(tokens, below, strict=True))
    head = f'<div dir="auto" style="{_NOTE}">{html.escape(title)}</div>' if title else ""
    return HTML(f'{head}<div dir="{_direction(tokens)}" style="{_LINE}">{row}</div>')


def chip_rows(rows: Mapping[str, Iterable[str]]) -> HTML:
    """Several rows of chips, each with its label and its number of tokens."""
    body = ""
    for label, tokens in rows.items():
        tokens = list(tokens)
        row = "".join(_chip(str(token)) for token in tokens)
        body += (
            f'<tr><td dir="auto" style="text-align:start;vertical-align:top">{html.escape(label)}</td>'
            f'<td style="text-align:right;vertical-align:top">{len(tokens)}</td>'
            f'<td dir="{_direction(tokens)}" style="text-align:start;line-height:2.1">{row}</td></tr>'
        )
    head = "<tr><th style='text-align:left'>text or unit</th><th>tokens</th><th></th></tr>"
    return HTML(f"<table>{head}{body}</table>")


def grid(rows: Sequence[Sequence[object]], header: Sequence[object], labels: Sequence[str] = ()) -> HTML:
    """A plain table: one row of cells for each of ``rows``, with an optional label in front."""
    corner = "<th></th>" if labels else ""
    head = corner + "".join(f"<th style='text-align:center'>{html.escape(str(cell))}</th>" for cell in header)
    body = ""
    for number, row in enumerate(rows):
        label = f"<th style='text-align:left'>{html.escape(labels[number])}</th>" if labels else ""
        style = _CELL.format(background="#ffffff")
        cells = "".join(f'<td dir="auto" style="{style}">{_visible(str(cell))}</td>' for cell in row)
        body += f"<tr>{label}{cells}</tr>"
    return HTML(f"<table><tr>{head}</tr>{body}</table>")


def batch_grid(ids, mask, vocab: Mapping[str, int]) -> HTML:
    """A padded batch: a row for each sentence, a column for each position; padding is hatched and says *pad*."""
    names = dict(zip(vocab.values(), vocab, strict=True))
    hatch = "repeating-linear-gradient(45deg,#ffffff 0 5px,#c8c8c8 5px 8px)"
    head = "<th></th>" + "".join(f"<th style='text-align:center'>{t}</th>" for t in range(ids.shape[1]))
    body = ""
    for number, (row, keep) in enumerate(zip(ids.tolist(), mask.tolist(), strict=True)):
        cells = ""
        for token_id, real in zip(row, keep, strict=True):
            style = _CELL.format(background="#ffffff" if real else hatch)
            word = _visible(names.get(token_id, "?")) if real else "<i>pad</i>"
            cells += (
                f'<td dir="auto" style="{style}">{word}<br><b>{token_id}</b>'
                f'<br><span style="font-size:75%">{"True" if real else "False"}</span></td>'
            )
        body += f"<tr><th>sentence {number}</th>{cells}</tr>"
    return HTML(f'<div style="{_NOTE}">token, id, mask</div><table><tr>{head}</tr>{body}</table>')


def plot_lengths(curves: Mapping[str, tuple[Sequence[int], Sequence[float]]], title: str) -> None:
    """Symbols per word against the number of merges, a line for each language."""
    figure, axis = plt.subplots(figsize=(7, 3.2))
    for (label, (merges, lengths)), marker, line in zip(curves.items(), "os^x", ("-", "--", ":", "-."), strict=False):
        axis.plot(merges, lengths, marker=marker, linestyle=line, color="black", label=label)
    axis.axhline(1, color="grey", linewidth=0.8)
    axis.set_xlabel("number of merges")
    axis.set_ylabel("symbols per word")
    axis.set_ylim(bottom=0)
    axis.set_title(title)
    axis.legend()
    figure.tight_layout()
    told = [
        f"{label}: {lengths[0]:.1f} at {merges[0]}, {lengths[-1]:.1f} at {merges[-1]}"
        for label, (merges, lengths) in curves.items()
    ]
    _show(figure, f"{title}, against the number of merges. " + "; ".join(told) + ".")


def plot_units(tables: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """Bars of fertility, unknown rate and vocabulary size for every unit, a bar for each language.

    Args:
        tables: language → unit → the numbers that ``compare_units`` returns.
    """
    panels: list[tuple[str, str, Callable[[float], str]]] = [
        ("fertility", "tokens per word", lambda value: f"{value:.2f}"),
        ("unknown_rate", "share of unknown tokens", lambda value: f"{value:.0%}"),
        ("vocab_size", "entries in the vocabulary", lambda value: f"{value:.0f}"),
    ]
    units = list(next(iter(tables.values())))
    figure, axes = plt.subplots(1, len(panels), figsize=(12, 3.4))
    width = 0.8 / len(tables)
    for axis, (key, label, shown) in zip(axes, panels, strict=True):
        for number, (language, table) in enumerate(tables.items()):
            places = [place + (number - (len(tables) - 1) / 2) * width for place in range(len(units))]
            values = [float(table[unit][key]) for unit in units]
            hatch = ("", "///", "...")[number % 3]
            bars = axis.bar(places, values, width, color="white", edgecolor="black", hatch=hatch, label=language)
            axis.bar_label(bars, [shown(value) for value in values], fontsize=8)
        axis.set_xticks(range(len(units)), units)
        axis.set_ylabel(label)
        axis.margins(y=0.15)
    axes[0].legend()
    figure.tight_layout()
    told = [
        f"{language}, {unit}: " + ", ".join(f"{label} {shown(float(table[unit][key]))}" for key, label, shown in panels)
        for language, table in tables.items()
        for unit in units
    ]
    _show(figure, "Three panels of bars. " + "; ".join(told) + ".")
