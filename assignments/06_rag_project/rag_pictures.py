"""Pictures for the RAG project: rankings compared query by query, curves, and ablations with their intervals.

Each function takes what was measured, draws it and shows it with a text for whoever cannot see it. Lines differ in dashes
and markers, bars in hatching, and what matters is printed as a number: nothing depends on seeing colours. An interval
is always (lower end, value, upper end).
"""

import base64
import html
import io
import math
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from IPython.display import HTML, display
from matplotlib.ticker import MaxNLocator, PercentFormatter

COLOURS = ["#2a6fb0", "#d9822b", "#3a8f5c", "#b03a48", "#6b5b95", "#8a8a8a"]
DASHES = ["-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3))]
MARKERS = "osD^v*"
HATCHES = ["", "///", "...", "xx", "\\\\", "++"]
Bounds = tuple[float, float, float]


def show(figure: plt.Figure, description: str) -> None:
    """Show a figure with a text for whoever cannot see it. (Jupyter gives a plain figure no such *alt* text.)"""
    png = io.BytesIO()
    figure.savefig(png, format="png", bbox_inches="tight")
    plt.close(figure)
    data = base64.b64encode(png.getvalue()).decode("ascii")
    display(HTML(f'<img alt="{html.escape(description)}" src="data:image/png;base64,{data}">'))


def query_bars(scores: Mapping[str, Mapping[str, float]], metric: str = "nDCG@10", most: int = 30) -> None:
    """Bars of two systems for each query, those that the first does better at the left; and how often each is ahead.

    Args:
        scores: name of a system -> id of a query -> score. Two systems, the same queries.
        metric: what was measured.
        most: of more queries than that, those on which the systems differ most.

    Raises:
        ValueError: if there are not two systems, or their queries differ.
    """
    if len(scores) != 2 or len({frozenset(found) for found in scores.values()}) != 1:
        raise ValueError("query_bars compares two systems on the same queries: {name: {query id: score}}, twice.")
    (one, first), (two, second) = scores.items()
    gain = {id: first[id] - second[id] for id in first}
    shown = sorted(sorted(gain, key=lambda id: -abs(gain[id]))[:most], key=lambda id: (-gain[id], id))
    figure, axis = plt.subplots(figsize=(max(5.0, 0.33 * len(shown) + 1.5), 3), layout="constrained")
    for place, (name, found) in enumerate(scores.items()):
        at = [number + 0.4 * place - 0.2 for number in range(len(shown))]
        heights = [found[id] for id in shown]
        axis.bar(at, heights, 0.4, label=name, color=COLOURS[place], hatch=HATCHES[place], edgecolor="black")
    axis.set_xticks(range(len(shown)), shown, rotation=90, fontsize=8)
    axis.set(ylabel=metric, ylim=(0, 1.25), yticks=[0, 0.5, 1], xlim=(-0.7, len(shown) - 0.3))
    ahead = [sum(value > 0 for value in gain.values()), sum(value < 0 for value in gain.values())]
    counted = f"{one} is ahead on {ahead[0]} queries, {two} on {ahead[1]}, equal on {len(gain) - sum(ahead)}"
    axis.set_title(counted, fontsize=10)
    axis.legend(frameon=False, ncols=2)
    best, worst = max(gain, key=lambda id: gain[id]), min(gain, key=lambda id: gain[id])
    extremes = (
        f"Most in favour of {one}: {best} ({first[best]:.2f} against {second[best]:.2f}); of {two}: {worst} "
        f"({second[worst]:.2f} against {first[worst]:.2f})."
    )
    show(figure, f"Bars: {metric} of {one} and {two} for {len(shown)} queries. {counted}. {extremes}")


def precision_recall(
    rankings: Mapping[str, Mapping[str, Sequence[str]]], relevance: Mapping[str, Mapping[str, int]], grade: int = 1
) -> None:
    """Precision at eleven levels of recall, interpolated, mean over queries (Manning et al. 2008, section 8.4).

    Args:
        rankings: name of a system -> id of a query -> ids of all passages, the best first.
        relevance: id of a query -> id of a passage -> grade. Queries without a relevant passage are left out.
        grade: from which grade a passage is relevant.
    """
    levels = [step / 10 for step in range(11)]
    curves = {}
    for name, found in rankings.items():
        rows = []
        for id, ranking in found.items():
            wanted = {passage for passage, given in relevance[id].items() if given >= grade}
            if wanted:
                rows.append(_interpolated(ranking, wanted, levels))
        curves[name] = [sum(column) / len(rows) for column in zip(*rows, strict=True)] if rows else [0.0] * 11
    figure, axis = plt.subplots(figsize=(5, 3.4), layout="constrained")
    _lines(axis, {name: list(zip(levels, values, strict=True)) for name, values in curves.items()})
    axis.set(xlabel="recall", ylabel="interpolated precision", xlim=(0, 1), ylim=(0, 1.05))
    parts = [f"{name}: {values[0]:.2f}, {values[5]:.2f}, {values[10]:.2f}" for name, values in curves.items()]
    show(figure, f"Precision against recall. Precision at recall 0, 0.5 and 1: {'; '.join(parts)}.")


def ndcg_by_depth(curves: Mapping[str, Sequence[float]]) -> None:
    """nDCG@k against k. `curves`: name of a system -> its mean nDCG@1, nDCG@2, …"""
    figure, axis = plt.subplots(figsize=(5, 3.2), layout="constrained")
    _lines(axis, {name: list(enumerate(values, start=1)) for name, values in curves.items()})
    axis.set(xlabel="k", ylabel="nDCG@k", ylim=(0, 1.05))
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    parts = [
        f"{name} from {values[0]:.2f} at 1 to {values[-1]:.2f} at {len(values)}" for name, values in curves.items()
    ]
    show(figure, f"nDCG@k against k: {'; '.join(parts)}.")


def risk_coverage(curves: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """Share of wrong answers against the share of questions answered: what abstaining buys.

    Args:
        curves: name of a system -> (coverage, risk) pairs, as `rag_scorer.risk_coverage` returns them.
    """
    figure, axis = plt.subplots(figsize=(5, 3.2), layout="constrained")
    _lines(axis, curves)
    axis.set(xlabel="coverage: share of questions answered", ylabel="risk: wrong answers", xlim=(0, 1), ylim=(0, 1.02))
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_formatter(PercentFormatter(1))
    parts = []
    for name, curve in curves.items():
        if curve:
            coverage, risk = curve[-1]
            half = curve[(len(curve) - 1) // 2]
            parts.append(f"{name}: {risk:.0%} wrong at {coverage:.0%} answered, {half[1]:.0%} at {half[0]:.0%}")
        else:
            parts.append(f"{name}: answers nothing")
    show(figure, f"Risk against coverage. {'; '.join(parts)}.")


def ablations(measured: Mapping[str, Bounds], metric: str = "token F1") -> None:
    """One point with its interval for each variant of a system, the values printed. `measured`: name -> interval."""
    figure, axis = plt.subplots(figsize=(6.2, 0.42 * len(measured) + 1), layout="constrained")
    _intervals(axis, measured)
    axis.set_xlabel(f"{metric}, 95 % interval")
    parts = [f"{name} {value:.2f} ({lower:.2f} to {upper:.2f})" for name, (lower, value, upper) in measured.items()]
    show(figure, f"{metric} with 95 % intervals: {'; '.join(parts)}.")


def by_modality(measured: Mapping[str, Mapping[str, Bounds]], metric: str = "token F1", across: int = 3) -> None:
    """Small multiples: for each modality the systems with their intervals.

    Args:
        measured: name of a system -> modality -> interval.
        metric: what was measured.
        across: how many pictures stand in one row.
    """
    modalities = list(dict.fromkeys(modality for found in measured.values() for modality in found))
    across = min(across, len(modalities))
    down = math.ceil(len(modalities) / across)
    size = (3.1 * across + 1, down * (0.38 * len(measured) + 0.9))
    figure, axes = plt.subplots(down, across, figsize=size, squeeze=False, sharey=True, layout="constrained")
    parts = []
    for axis, modality in zip(axes.flat, modalities, strict=False):
        found = {name: values[modality] for name, values in measured.items() if modality in values}
        _intervals(axis, found)
        axis.set_title(modality, fontsize=10)
        parts.append(f"{modality}: " + ", ".join(f"{name} {value[1]:.2f}" for name, value in found.items()))
    for axis in axes.flat[len(modalities) :]:
        axis.set_visible(False)
    figure.supxlabel(f"{metric}, 95 % interval", fontsize=9)
    show(figure, f"{metric} for each modality. {'; '.join(parts)}.")


def _interpolated(ranking: Sequence[str], wanted: set[str], levels: Sequence[float]) -> list[float]:
    """At each level of recall, the highest precision at that recall or a higher one."""
    points, hits = [], 0
    for rank, id in enumerate(ranking, start=1):
        if id in wanted:
            hits += 1
            points.append((hits / len(wanted), hits / rank))
    return [max((precision for recall, precision in points if recall >= level - 1e-9), default=0.0) for level in levels]


def _lines(axis: plt.Axes, curves: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    for place, (name, points) in enumerate(curves.items()):
        style = place % len(DASHES)
        look = {"color": COLOURS[style], "linestyle": DASHES[style], "marker": MARKERS[style]}
        axis.plot([x for x, _ in points], [y for _, y in points], label=name, markersize=4, clip_on=False, **look)
    axis.legend(frameon=False, fontsize=9)
    _bare(axis)


def _intervals(axis: plt.Axes, measured: Mapping[str, Bounds]) -> None:
    for place, (lower, value, upper) in enumerate(measured.values()):
        axis.plot([lower, upper], [place, place], color="black", linewidth=1.5)
        axis.plot(value, place, MARKERS[place % len(MARKERS)], color=COLOURS[place % len(COLOURS)], markersize=7)
        axis.annotate(
            f"{value:.2f}", (value, place), textcoords="offset points", xytext=(0, 6), ha="center", fontsize=8
        )
    axis.set_yticks(range(len(measured)), list(measured))
    axis.set(xlim=(-0.02, 1.02), ylim=(len(measured) - 0.5, -0.7))
    axis.grid(axis="x", linewidth=0.4)
    _bare(axis)


def _bare(axis: plt.Axes) -> None:
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
