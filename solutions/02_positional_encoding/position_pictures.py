"""Pictures for the notebook on positional encoding.

Each function takes what you computed, draws it and shows it. Numbers are printed into small pictures and the maps are
readable in grey, so that nothing depends on seeing colours. Nothing here computes an encoding: that is your part.
"""

import base64
import html
import io

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import HTML, display

NEUTRAL = "#7a7a7a"  # can be read on white and on the dark theme's #111
plt.rcParams.update({f"{name}.color": NEUTRAL for name in ("text", "xtick", "ytick")})
plt.rcParams.update({"axes.labelcolor": NEUTRAL, "axes.titlecolor": NEUTRAL, "axes.edgecolor": NEUTRAL})
plt.rcParams.update({"figure.facecolor": "none", "savefig.facecolor": "auto"})  # drawn on white, labelled on any ground
MARKERS = "osD^v*"
DASHES = ["-", "--", ":", "-."]


def as_array(values):
    """A tensor, array or list as a NumPy array of floats."""
    return np.asarray(values.detach() if hasattr(values, "detach") else values, dtype=float)


def show(figure, description):
    """Show a figure with a text for whoever cannot see it. (Jupyter gives a plain figure no such *alt* text.)"""
    png = io.BytesIO()
    figure.savefig(png, format="png", bbox_inches="tight", dpi=2 * figure.dpi)
    plt.close(figure)
    width = int.from_bytes(png.getvalue()[16:20], "big") // 2  # two dots a pixel: sharp on today's screens
    data = base64.b64encode(png.getvalue()).decode("ascii")
    style = f"width:{width}px;max-width:100%"
    display(HTML(f'<img alt="{html.escape(description)}" style="{style}" src="data:image/png;base64,{data}">'))


def print_vectors(words, columns, digits=2):
    """Print one line a word: for each title of `columns` the word's row in that matrix of shape (T, d_model).

    Args:
        words: T strings.
        columns: {title: matrix of shape (T, d_model)}.
        digits: digits after the point.
    """
    width = max(len(word) for word in words) + 2
    rounded = {title: as_array(matrix).round(digits) + 0.0 for title, matrix in columns.items()}  # + 0.0: no "-0.00"
    cells = {title: [" ".join(f"{x:+.{digits}f}" for x in row) for row in m] for title, m in rounded.items()}
    print(" " * width + "   ".join(title.ljust(len(cells[title][0])) for title in cells))
    for k, word in enumerate(words):
        print(word.ljust(width) + "   ".join(cells[title][k] for title in cells))


def draw_clocks(rates, positions=6):
    """One clock face for each pair of columns and position; the hand stands at the angle position * rate.

    Args:
        rates: d_model / 2 angles in radians per position, the fastest first.
        positions: how many positions to draw, from 0 on.
    """
    rates = as_array(rates)
    figure, faces = plt.subplots(
        len(rates), positions, figsize=(1.25 * positions, 1.4 * len(rates)), subplot_kw={"projection": "polar"}
    )
    for i, row in enumerate(np.atleast_2d(faces)):
        for p, face in enumerate(row):
            angle = p * rates[i]
            face.plot([angle, angle], [0, 1], color="black", linewidth=2)
            face.plot([angle], [1], "o", color="black", markersize=5)
            face.set_ylim(0, 1.15)
            face.set_xticks([])
            face.set_yticks([])
            if i == 0:
                face.set_title(f"position {p}", fontsize=8)
            if p == 0:
                face.set_ylabel(f"pair {i}\n{rates[i]:.3g} rad", fontsize=8, labelpad=12)
    figure.suptitle("A position is read off a row of clocks, from the fastest hand to the slowest", fontsize=10)
    figure.tight_layout()
    show(
        figure,
        f"Clock faces, {len(rates)} pairs of columns by {positions} positions. The hand of each pair starts at the right and "
        "turns by the same angle from position to position, the first pair fastest.",
    )


def draw_heat_maps(tables, shown=None):
    """Tables side by side on one scale: positions down, columns across. Small ones carry their numbers.

    Args:
        tables: {title: matrix of shape (positions, d_model)}.
        shown: (lowest, highest) value of the scale; None: from the data.
    """
    arrays = {title: as_array(table) for title, table in tables.items()}
    low, high = shown or (min(a.min() for a in arrays.values()), max(a.max() for a in arrays.values()))
    figure, axes = plt.subplots(1, len(arrays), figsize=(max(4.6 * len(arrays), 6.5), 3.9), squeeze=False)
    for axis, (title, array) in zip(axes[0], arrays.items(), strict=True):
        image = axis.imshow(array, aspect="auto", cmap="cividis", vmin=low, vmax=high, interpolation="nearest")
        axis.set_title(title, fontsize=10)
        axis.set_xlabel("column")
        axis.set_ylabel("position")
        if array.size <= 80:
            axis.set_xticks(range(array.shape[1]))
            axis.set_yticks(range(array.shape[0]))
            for (row, column), value in np.ndenumerate(array):
                bright = value > low + 0.45 * (high - low)
                axis.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=7, color="wk"[int(bright)])
    figure.tight_layout(rect=(0, 0, 0.92, 1))
    figure.colorbar(image, cax=figure.add_axes((0.935, 0.16, 0.014, 0.72)))
    show(
        figure,
        "Heat maps, positions down and columns across: "
        + "; ".join(f"{title}, {a.shape[0]} by {a.shape[1]}" for title, a in arrays.items()),
    )


def draw_curves(table, columns):
    """Some columns of a positional table as curves over the positions."""
    array = as_array(table)
    figure, axis = plt.subplots(figsize=(8, 2.9))
    for k, column in enumerate(columns):
        axis.plot(
            array[:, column],
            DASHES[k % len(DASHES)],
            marker=MARKERS[k % len(MARKERS)],
            markevery=(2 * k, 8),
            markersize=4,
            color=str(0.13 * k),
            label=f"column {column}",
        )
    axis.set_xlabel("position")
    axis.set_ylabel("value")
    axis.grid(alpha=0.3)
    axis.legend(fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.tight_layout()
    show(
        figure,
        f"Curves over {len(array)} positions, one for each of the columns {', '.join(map(str, columns))}.",
    )


def draw_similarity(similarity, queries):
    """A similarity matrix, and its rows at a few positions as curves.

    Args:
        similarity: matrix of shape (positions, positions).
        queries: the rows to draw as curves.
    """
    array = as_array(similarity)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    image = left.imshow(array, cmap="cividis", interpolation="nearest")
    left.set_xlabel("position of the key")
    left.set_ylabel("position of the query")
    left.set_title("PE · PEᵀ", fontsize=10)
    figure.colorbar(image, ax=left)
    for k, row in enumerate(queries):
        right.plot(array[row], DASHES[k % len(DASHES)], color=str(0.2 * k), label=f"query {row}")
        right.plot([row], [array[row, row]], MARKERS[k % len(MARKERS)], color="black")
    right.set_xlabel("position of the key")
    right.set_ylabel("dot product")
    right.set_title("three rows of it", fontsize=10)
    right.grid(alpha=0.3)
    right.set_ylim(bottom=array[queries].min() - 0.25 * np.ptp(array[queries]))
    right.legend(fontsize=8, loc="lower center", ncols=len(queries), columnspacing=1)
    figure.tight_layout()
    show(
        figure,
        f"Left: a heat map of the dot products of {len(array)} positions with each other. Right: its rows "
        f"{', '.join(map(str, queries))} as curves.",
    )


def draw_rotation(matrix):
    """A square matrix with its numbers: the zeros are left out, so that the blocks stand out."""
    array = as_array(matrix)
    figure, axis = plt.subplots(figsize=(5.2, 4.4))
    image = axis.imshow(array, cmap="cividis", vmin=-1, vmax=1)
    for (row, column), value in np.ndenumerate(array):
        if abs(value) > 1e-9:
            axis.text(
                column, row, f"{value:.2g}", ha="center", va="center", fontsize=8, color="k" if value > -0.1 else "w"
            )
    axis.set_xlabel("column")
    axis.set_ylabel("row")
    axis.set_title("one 2 × 2 block for each clock, zero elsewhere", fontsize=10)
    figure.colorbar(image, ax=axis)
    figure.tight_layout()
    show(
        figure,
        f"A square matrix of {len(array)} rows with its numbers, in {len(array) // 2} blocks of 2 by 2 along the diagonal; zeros are "
        "left out.",
    )


def draw_contest(results, trained):
    """Hits by position, one strip a contestant: full block = right, hatched gap = wrong; a line where training ended.

    Args:
        results: {name: hits of shape (positions,)}, each 1 (right) or 0 (wrong); index 0 is position 1.
        trained: number of positions that were seen in training.
    """
    figure, axis = plt.subplots(figsize=(9.5, 0.62 * len(results) + 1.2))
    beside = axis.get_yaxis_transform()  # x in widths of the picture, y in strips
    names, shares = list(results), []
    for k, name in enumerate(names):
        hits = as_array(results[name])
        for p, hit in enumerate(hits, start=1):
            face, hatch = ("black", None) if hit else ("white", "////")
            axis.barh(k, 1, left=p - 0.5, height=0.7, color=face, edgecolor="grey", hatch=hatch, linewidth=0.3)
        seen, unseen = hits[: trained - 1].mean(), hits[trained - 1 :].mean()
        shares.append(f"{name}, {seen:.0%} and {unseen:.0%}")
        axis.text(
            1.01, k, f"{seen:4.0%} | {unseen:4.0%}", transform=beside, va="center", fontsize=9, family="monospace"
        )
    axis.axvline(trained - 0.5, color="black", linewidth=2, linestyle="--")
    axis.text(trained, -0.7, "never seen in training →", fontsize=8, ha="left")
    axis.text(1.01, -0.7, "seen | unseen", transform=beside, fontsize=8)
    axis.set_xlim(0.5, len(hits) + 0.5)
    axis.set_yticks(range(len(names)), names)
    axis.set_ylim(len(names) - 0.4, -1.1)
    axis.set_xlabel("position (black: found its neighbour; hatched: did not)")
    figure.tight_layout()
    show(
        figure,
        "Strips of blocks, one a contestant, with the share of right answers at positions seen and never seen in training: "
        + "; ".join(shares),
    )


def draw_turning(vectors):
    """Two-dimensional vectors as arrows from the origin, labelled by position.

    Args:
        vectors: matrix of shape (positions, 2).
    """
    array = as_array(vectors)
    figure, axis = plt.subplots(figsize=(4.2, 4.2))
    for p, (x, y) in enumerate(array):
        axis.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "->", "linewidth": 1.5})
        axis.text(1.1 * x, 1.1 * y, f"position {p}", ha="left" if x > 0 else "right", va="center", fontsize=8)
    reach = 1.9 * np.abs(array).max()
    axis.set_xlim(-reach, reach)
    axis.set_ylim(-reach, reach)
    axis.set_aspect("equal")
    axis.grid(alpha=0.3)
    axis.set_xlabel("column 0")
    axis.set_ylabel("column 1")
    figure.tight_layout()
    show(
        figure,
        f"Arrows from the origin for the positions 0 to {len(array) - 1}.",
    )
