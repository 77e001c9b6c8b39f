"""Pictures for assignment 5: learning curves, similarities, confusion, and the comparison of methods."""

import contextlib
import os

import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.display import clear_output, display

if "NBGRADER_EXECUTION" not in os.environ:  # where it is only graded, nobody looks
    with contextlib.suppress(ImportError):  # twice as many points, for screens that have them
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("retina")

NEUTRAL = "#7a7a7a"  # can be read on white and on the dark theme's #111
plt.rcParams.update({f"{name}.color": NEUTRAL for name in ("text", "xtick", "ytick")})
plt.rcParams.update({"axes.labelcolor": NEUTRAL, "axes.titlecolor": NEUTRAL, "axes.edgecolor": NEUTRAL})
plt.rcParams.update({"figure.facecolor": "none", "savefig.facecolor": "auto"})  # drawn on white, labelled on any ground
BLUE, ORANGE, GREEN, RED, GREY = "#2a6fb0", "#d9822b", "#3a8f5c", "#b03a48", "#8a8a8a"
COLOURS = [BLUE, ORANGE, GREEN, RED, GREY]


def objectives(curves: dict, guesses: dict) -> None:
    """One small learning curve for each objective; a dashed line where a model that knows nothing would stay.

    Args:
        curves: title -> loss of each step, in nats.
        guesses: title -> loss of guessing.
    """
    figure, axes = plt.subplots(1, len(curves), figsize=(3.4 * len(curves), 2.6), squeeze=False)
    for axis, (title, losses), colour in zip(axes[0], curves.items(), COLOURS, strict=False):
        smooth = np.convolve(losses, np.ones(9) / 9, mode="valid") if len(losses) > 20 else np.array(losses)
        axis.plot(np.arange(len(smooth)) + (len(losses) - len(smooth)) // 2, smooth, color=colour)
        axis.axhline(guesses[title], color=GREY, linestyle="--", linewidth=1)
        axis.set(title=title, xlabel="step", ylim=(0, 1.1 * guesses[title]))
    axes[0][0].set_ylabel("loss (nats)")
    figure.tight_layout()
    plt.show()


class LiveCurves:
    """Learning curves that are drawn anew after each epoch: give the object to `fit` as `on_epoch`."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __call__(self, history: list) -> None:
        clear_output(wait=True)
        figure, axis = plt.subplots(figsize=(5.2, 3))
        epochs = range(1, len(history) + 1)
        for name, colour in zip(history[0], COLOURS, strict=False):
            axis.plot(epochs, [losses[name] for losses in history], "o-", color=colour, label=name)
        best = min(range(len(history)), key=lambda epoch: history[epoch]["validation"])
        axis.axvline(best + 1, color=GREY, linestyle=":", linewidth=1)
        axis.set(title=self.title, xlabel="epoch", ylabel="loss (nats)", xticks=list(epochs))
        axis.set_ylim(bottom=0)
        axis.legend(frameon=False)
        figure.tight_layout()
        display(figure)
        plt.close(figure)


def similarities(matrices: dict, labels: list) -> None:
    """Cosines of every pair of vectors, one picture for each word. `labels`: one list for each matrix."""
    figure, axes = plt.subplots(1, len(matrices), figsize=(5.6 * len(matrices), 3.6), squeeze=False)
    for axis, (title, matrix), names in zip(axes[0], matrices.items(), labels, strict=True):
        shown = torch.as_tensor(matrix).numpy()
        axis.imshow(shown, vmin=0.3, vmax=1.0, cmap="Blues")
        for row in range(len(shown)):
            for column in range(len(shown)):
                dark = shown[row, column] > 0.75
                text = f"{shown[row, column]:.2f}"
                axis.text(column, row, text, ha="center", va="center", fontsize=7, color="white" if dark else "black")
        axis.set_yticks(range(len(names)), names, fontsize=8)
        axis.set_xticks(range(len(names)), [str(number + 1) for number in range(len(names))], fontsize=8)
        axis.set_title(title, fontsize=10)
    figure.tight_layout()
    plt.show()


def confusion(matrix, names: list, title: str = "") -> None:
    """A confusion matrix: right labels on rows, predictions on columns."""
    shown = torch.as_tensor(matrix).numpy()
    figure, axis = plt.subplots(figsize=(5.4, 4.6))
    axis.imshow(shown, cmap="Blues")
    for row in range(len(shown)):
        for column in range(len(shown)):
            if shown[row, column]:
                dark = shown[row, column] > shown.max() / 2
                text = str(int(shown[row, column]))
                axis.text(column, row, text, ha="center", va="center", fontsize=8, color="white" if dark else "black")
    axis.set_xticks(range(len(names)), names, rotation=45, ha="right", fontsize=8)
    axis.set_yticks(range(len(names)), names, fontsize=8)
    axis.set(xlabel="predicted", ylabel="right", title=title)
    figure.tight_layout()
    plt.show()


def methods(measured: dict, yours: dict) -> None:
    """Mean and deviation of each method over ten seeds, and a diamond for what this notebook has just reached.

    Args:
        measured: name -> (mean, deviation), accuracies from 0 to 1.
        yours: name -> accuracy; may lack some.
    """
    figure, axis = plt.subplots(figsize=(6.4, 0.55 * len(measured) + 0.9))
    for row, (name, (mean, deviation)) in enumerate(measured.items()):
        axis.errorbar(mean, row, xerr=deviation, fmt="o", color=COLOURS[row % 5], capsize=4, markersize=7)
        axis.text(mean, row - 0.22, f"{mean:.3f} ± {deviation:.3f}", ha="center", fontsize=8)
        if name in yours:
            axis.plot(yours[name], row, "D", color="black", markersize=5, fillstyle="none")
    axis.set_yticks(range(len(measured)), list(measured))
    axis.set_ylim(len(measured) - 0.5, -0.6)
    axis.set_xlabel("accuracy (dot: mean of ten seeds and deviation; diamond: yours)")
    axis.grid(axis="x", alpha=0.3)
    figure.tight_layout()
    plt.show()


def learning_curve(measured: dict) -> None:
    """Accuracy against the number of labelled texts, a line a method, with the deviation over seeds as a band.

    Args:
        measured: "sizes" and, in "methods", name -> {"mean": [...], "deviation": [...]}, one number a size.
    """
    figure, axis = plt.subplots(figsize=(5.6, 3.2))
    sizes = np.array(measured["sizes"])
    for (name, found), colour in zip(measured["methods"].items(), COLOURS, strict=False):
        mean, deviation = np.array(found["mean"]), np.array(found["deviation"])
        axis.plot(sizes, mean, "o-", color=colour, label=name, markersize=4)
        axis.fill_between(sizes, mean - deviation, mean + deviation, color=colour, alpha=0.15, linewidth=0)
    axis.set_xscale("log")
    axis.set_xticks(sizes, [str(size) for size in sizes])
    axis.minorticks_off()
    axis.set(xlabel="labelled texts", ylabel="accuracy on 300 other texts")
    axis.legend(frameon=False)
    axis.grid(alpha=0.3)
    figure.tight_layout()
    plt.show()


def spans(tokens: list, start, end, chosen: tuple | None) -> None:
    """Start and end scores of each token as bars; the chosen span is shaded."""
    figure, axis = plt.subplots(figsize=(0.62 * len(tokens) + 1, 2.6))
    places = np.arange(len(tokens))
    axis.bar(places - 0.2, torch.as_tensor(start).numpy(), 0.4, color=BLUE, label="start")
    axis.bar(places + 0.2, torch.as_tensor(end).numpy(), 0.4, color=ORANGE, label="end")
    if chosen is not None:
        axis.axvspan(chosen[0] - 0.5, chosen[1] + 0.5, color=GREEN, alpha=0.15)
    axis.axhline(0, color=GREY, linewidth=0.8)
    axis.set_xticks(places, tokens, rotation=45, ha="right", fontsize=8)
    axis.legend(frameon=False)
    axis.set_ylabel("score")
    figure.tight_layout()
    plt.show()
