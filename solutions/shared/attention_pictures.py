"""Pictures of attention: heat maps with words on both axes, masks, histograms of q·k, and vectors in a plane.

One convention everywhere, the one of the formula: **queries on the rows, keys on the columns**. So a row of a picture
of weights belongs to the word that asks, and sums to 100 %. Every number that is coloured is also printed, and a
place that a mask closes is hatched, so the pictures can be read in black and white.

Nothing here computes attention. Every function draws what it is given, on axes of its own or, to add to the picture or
to save it, on yours:

    figure, ax = plt.subplots(layout="constrained")
    heat_map(weights, words, ax=ax)
    figure.savefig("mine.png")
"""

import contextlib
import os
from collections.abc import Mapping, Sequence
from unicodedata import bidirectional

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import ft2font
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FixedLocator

if "NBGRADER_EXECUTION" not in os.environ:  # where it is only graded, nobody looks
    with contextlib.suppress(ImportError):  # twice as many points, for screens that have them
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("retina")

NEUTRAL = "#7a7a7a"  # can be read on white and on the dark theme's #111
plt.rcParams.update({f"{name}.color": NEUTRAL for name in ("text", "xtick", "ytick")})
plt.rcParams.update({"axes.labelcolor": NEUTRAL, "axes.titlecolor": NEUTRAL, "axes.edgecolor": NEUTRAL})
plt.rcParams.update({"figure.facecolor": "none", "savefig.facecolor": "auto"})  # drawn on white, labelled on any ground
PAGE = 10.0  # inches that a notebook shows side by side
DARK, LIGHT, ACCENT = "#1a1a1a", "#f5f5f5", "#b03a2e"


def to_array(values):
    """Return a tensor, an array or a list as a NumPy array, without gradients."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    return np.asarray(values)


def shown(word):
    """Return a word as matplotlib has to be given it, so that Hebrew and Arabic can be read from right to left.

    Since 3.11 matplotlib lays out right-to-left text itself; before, it set every letter to the right of the last one.
    """
    if hasattr(ft2font, "__libraqm_version__") or not any(bidirectional(c) in ("R", "AL") for c in word):
        return word
    return word[::-1]


def _grid(values, queries, keys):
    """Check that `values` is one matrix, and give the words of both axes (numbers where none are given)."""
    grid = to_array(values)
    if grid.ndim != 2:
        raise ValueError(f"one picture shows one matrix, (queries, keys); this one has shape {tuple(grid.shape)}")
    rows = [str(i) for i in range(grid.shape[0])] if queries is None else list(queries)
    columns = rows if keys is None and grid.shape[1] == len(rows) else keys
    columns = [str(i) for i in range(grid.shape[1])] if columns is None else list(columns)
    if (len(rows), len(columns)) != grid.shape:
        raise ValueError(f"{len(rows)} queries and {len(columns)} keys do not fit a matrix of shape {grid.shape}")
    return grid, rows, columns


class _CellTexts(Artist):
    """What stands in the cells of one picture. (A Text for each cell would take longer than all the rest.)"""

    zorder = 3  # as text has it

    def __init__(self, texts):
        super().__init__()
        self.texts = texts  # (column, row, text, colour) of each
        self.set_in_layout(False)  # they lie inside the axes

    def draw(self, renderer):
        if not self.get_visible():
            return
        pen = Text(ha="center", va="center", fontsize=9, transform=self.axes.transData, figure=self.figure)
        for column, row, text, color in self.texts:
            pen.update({"x": column, "y": row, "text": text, "color": color})
            pen.draw(renderer)


def _name_ticks(axis, words):
    """Put words at 0, 1, 2, … of an axis. Matplotlib makes the ticks themselves when it draws the picture."""
    axis.set_major_locator(FixedLocator(range(len(words))))
    axis.set_major_formatter(FixedFormatter([shown(word) for word in words]))


def _word_axes(ax, rows, columns, title):
    """Label the axes with words: keys above the columns, queries left of the rows."""
    _name_ticks(ax.xaxis, columns)
    _name_ticks(ax.yaxis, rows)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0)
    try:
        ax.tick_params("x", rotation=45, rotation_mode="anchor")
        ax.xaxis.get_major_ticks(1)[0].label2.set_ha("left")  # the others are made like the first
    except (ValueError, TypeError):  # an older matplotlib, which cannot remember this for the ticks to come
        names = [shown(word) for word in columns]
        ax.set_xticks(range(len(names)), names, rotation=45, ha="left", rotation_mode="anchor")
    ax.set_xlabel("keys (the words that answer)")
    ax.set_ylabel("queries (the words that ask)")
    right, bottom = len(columns) - 0.5, len(rows) - 0.5
    lines = [((x, -0.5), (x, bottom)) for x in np.arange(0.5, right)]
    lines += [((-0.5, y), (right, y)) for y in np.arange(0.5, bottom)]
    ax.add_collection(LineCollection(lines, colors="white", linewidths=1.5), autolim=False)
    for side in ax.spines.values():
        side.set_visible(False)
    if title:
        ax.set_title(title, fontsize=11, pad=10)


def _new_axes(ax, n_rows, n_columns, cell=0.62):
    """Return `ax`, or axes of a new figure whose cells are about `cell` inches wide."""
    if ax is not None:
        return ax
    size = (max(3.2, cell * n_columns + 1.6), max(2.6, cell * 0.8 * n_rows + 1.5))
    return plt.subplots(figsize=size, layout="constrained")[1]


def _hatch(ax, keep):
    """Hatch every place that the mask closes."""
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
    cells = [np.add(corners, (j, i)) for i, j in np.argwhere(~keep)]
    hatched = PolyCollection(cells, facecolors="none", edgecolors="0.55", hatch="////", linewidths=0)
    ax.add_collection(hatched, autolim=False)


def heat_map(weights, queries=None, keys=None, *, title=None, keep=None, numbers="percent", row=None, ax=None):
    """Draw one matrix of attention weights, or of scores: queries on the rows, keys on the columns.

    Args:
        weights: matrix of shape (T_q, T_k): tensor, array or list of lists.
        queries: T_q words for the rows. None: numbers.
        keys: T_k words for the columns. None: the queries' words where the matrix is square, else numbers.
        title: a line above the picture.
        keep: boolean (T_q, T_k), True where a query may attend. What is closed is hatched, without a number.
        numbers: "percent" prints 0.42 as 42 and shades from 0 to 100 %; "value" prints the numbers themselves and
            shades from the smallest to the largest; "none" prints nothing (long sequences).
        row: a query's index, to put a frame around its row.
        ax: matplotlib axes to draw on. None: a new figure.
    """
    grid, rows, columns = _grid(weights, queries, keys)
    if numbers not in ("percent", "value", "none"):
        raise ValueError('numbers is "percent", "value" or "none"')
    closed = np.zeros(grid.shape, bool) if keep is None else ~np.broadcast_to(to_array(keep), grid.shape).astype(bool)
    seen = grid[~closed & np.isfinite(grid)]
    low, high = (0.0, 1.0) if numbers != "value" else (seen.min(initial=0), seen.max(initial=1))
    ax = _new_axes(ax, *grid.shape)
    ax.imshow(np.where(closed, np.nan, grid), cmap="Greys", vmin=low, vmax=high, aspect="auto")
    texts = []
    for (i, j), value in np.ndenumerate(grid):
        if closed[i, j] or numbers == "none":
            continue
        text = f"{100 * value:.0f}" if numbers == "percent" else f"{value:.3g}"
        dark = np.isfinite(value) and (value - low) / (high - low) > 0.55
        texts.append((j, i, text, LIGHT if dark else DARK))
    ax.add_artist(_CellTexts(texts))
    _hatch(ax, ~closed)
    if row is not None:
        frame = plt.Rectangle((-0.5, row - 0.5), len(columns), 1, fill=False, edgecolor=ACCENT, linewidth=2.5, zorder=5)
        frame.set_clip_on(False)
        ax.add_patch(frame)
    _word_axes(ax, rows, columns, title)
    if numbers == "percent":
        ax.set_xlabel("keys (the words that answer) · weights in %")


def heat_maps(heads, queries=None, keys=None, *, titles=None, keep=None, numbers="percent", per_row=3, cell=0.5):
    """Draw several matrices side by side as small multiples: the heads of a layer, or steps of one computation.

    Args:
        heads: matrices, each (T_q, T_k): a list, or a tensor of shape (H, T_q, T_k).
        queries, keys: words, as in `heat_map`; the same for all.
        titles: one title for each matrix. None: "head 1", "head 2", …
        keep: one mask (T_q, T_k) for all, or None.
        numbers: as in `heat_map`.
        per_row: how many pictures stand in one row.
        cell: width of one cell in inches, if that many fit on a page.
    """
    heads = [to_array(head) for head in heads]
    titles = [f"head {i + 1}" for i in range(len(heads))] if titles is None else list(titles)
    across = min(per_row, len(heads))
    down = -(-len(heads) // across)
    t_q, t_k = heads[0].shape
    cell = min(cell, (PAGE / across - 1.3) / t_k)  # a wider picture would be shrunk, and its letters with it
    size = (across * (cell * t_k + 1.3), down * (cell * 0.85 * t_q + 1.5))
    figure, axes = plt.subplots(down, across, figsize=size, squeeze=False, layout="constrained")
    for ax in axes.flat[len(heads) :]:
        ax.set_visible(False)
    for head, title, ax in zip(heads, titles, axes.flat, strict=False):
        heat_map(head, queries, keys, title=title, keep=keep, numbers=numbers, ax=ax)
        ax.set_title(title, fontsize=11, pad=8)
        ax.tick_params(labelsize=9)
        ax.set_xlabel("")
        ax.set_ylabel("")
    figure.supylabel("queries (rows)", fontsize=9)
    figure.suptitle("keys (columns)" + (" · weights in %" if numbers == "percent" else ""), fontsize=9)


def mask_picture(keep, queries=None, keys=None, *, title=None, rows_are="queries (the words that ask)", ax=None):
    """Draw a boolean mask: a dot where the query may look, hatching where it may not.

    Args:
        keep: boolean (T_q, T_k), True where a query may attend.
        queries, keys, title, ax: as in `heat_map`.
        rows_are: the name of the axis of the rows, which may be something else: the sentences of a batch.
    """
    grid, rows, columns = _grid(keep, queries, keys)
    grid = grid.astype(bool)
    ax = _new_axes(ax, *grid.shape, cell=0.5)
    ax.imshow(np.where(grid, 0.12, 0.0), cmap="Greys", vmin=0, vmax=1, aspect="auto")
    ax.add_artist(_CellTexts([(j, i, "●", DARK) for i, j in np.argwhere(grid)]))
    _hatch(ax, grid)
    _word_axes(ax, rows, columns, title)
    ax.set_ylabel(rows_are)


def score_histograms(samples: Mapping, *, title=None, ax=None, bins=80):
    """Draw histograms of dot products over each other, each with its variance in the legend.

    Args:
        samples: name of a sample (the width d_k, say) → numbers, of any shape.
        title, ax: as in `heat_map`.
        bins: number of bins over the range of the widest sample.
    """
    arrays = {name: to_array(values).ravel() for name, values in samples.items()}
    if ax is None:
        ax = plt.subplots(figsize=(7, 3.2), layout="constrained")[1]
    reach = max(np.abs(values).max() for values in arrays.values())
    edges = np.linspace(-reach, reach, bins + 1)
    for (name, values), line in zip(arrays.items(), ("-", "--", ":", "-.") * len(arrays), strict=False):
        label = f"$d_k$ = {name}: variance {values.var():.3g}"
        ax.hist(values, edges, density=True, histtype="step", linestyle=line, linewidth=1.8, color=DARK, label=label)
    ax.set_xlabel("score")
    ax.set_ylabel("how often (density)")
    ax.legend(frameon=False)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if title:
        ax.set_title(title, fontsize=11)


def weight_bars(rows: Mapping, words: Sequence, *, title=None, ax=None):
    """Draw rows of weights as groups of bars, to compare several softmaxes over the same words.

    Args:
        rows: name of a row → weights of shape (T_k,).
        words: T_k words, one for each group of bars.
        title, ax: as in `heat_map`.
    """
    if ax is None:
        ax = plt.subplots(figsize=(max(5, 0.9 * len(words)), 3), layout="constrained")[1]
    width = 0.8 / len(rows)
    hatches = ("", "///", "...", "xx") * len(rows)
    for n, ((name, row), hatch) in enumerate(zip(rows.items(), hatches, strict=False)):
        at = np.arange(len(words)) + (n - (len(rows) - 1) / 2) * width
        shade = str(0.35 + 0.5 * n / max(1, len(rows) - 1))
        bars = ax.bar(at, 100 * to_array(row), width, label=name, color=shade, edgecolor=DARK, hatch=hatch)
        ax.bar_label(bars, fmt="%.0f", fontsize=8)
    _name_ticks(ax.xaxis, words)
    ax.set_ylabel("weight in %")
    ax.legend(frameon=False)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if title:
        ax.set_title(title, fontsize=11)


def plane(points: Mapping, *, moves: Mapping | None = None, axes=("dimension 1", "dimension 2"), title=None, ax=None):
    """Draw vectors of two dimensions as named points, and arrows from where a word stood to where it went.

    Args:
        points: name → (x, y).
        moves: name of the arrow's end → (start, end), each (x, y). None: no arrows.
        axes: what the two dimensions mean.
        title, ax: as in `heat_map`.
    """
    if ax is None:
        ax = plt.subplots(figsize=(5.2, 4.2), layout="constrained")[1]
    for name, (x, y) in points.items():
        ax.plot(x, y, "o", color=DARK, markersize=6)
        ax.annotate(name, (x, y), textcoords="offset points", xytext=(7, 4), fontsize=9)
    for n, (name, (start, end)) in enumerate((moves or {}).items()):
        start, end = to_array(start), to_array(end)
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.8})
        ax.plot(*end, "s", color=ACCENT, markersize=6)
        left = end[0] < start[0]  # the name stands on the far side of the arrow's head, in turn above and below
        at = {"xytext": (-8 if left else 8, -11 if n % 2 else 5), "ha": "right" if left else "left"}
        ax.annotate(name, end, textcoords="offset points", fontsize=9, color=ACCENT, **at)
    ax.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    ax.axvline(0, color="0.8", linewidth=0.8, zorder=0)
    ax.set_xlabel(axes[0])
    ax.set_ylabel(axes[1])
    ax.margins(0.18)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if title:
        ax.set_title(title, fontsize=11)
