"""Pictures for assignment 4: cutting into heads, silencing heads, gradients, costs; and three hand-made heads.

Nothing here computes attention. Every function draws what it is given; shades are printed as numbers or hatched as
well, so that the pictures can be read in black and white.
"""

import time

import matplotlib.pyplot as plt
import torch

HATCHES = ("", "///", "...")
GREYS = ("0.9", "0.75", "0.6")


def _table(ax, rows, title, hatches, names):
    """Draw one matrix of numbers, a hatch for each column's head; `names` numbers the columns."""
    for t, row in enumerate(rows.tolist()):
        for c, number in enumerate(row):
            ax.add_patch(plt.Rectangle((c, t), 1, 1, facecolor="white", edgecolor="0.3", hatch=hatches[c], linewidth=1))
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
            ax.text(c + 0.5, t + 0.5, f"{number:g}", ha="center", va="center", fontsize=11, bbox=box)
    ax.set_xlim(0, rows.shape[1])
    ax.set_ylim(rows.shape[0], 0)
    ax.set_xticks([c + 0.5 for c in range(rows.shape[1])], names)
    ax.set_yticks([t + 0.5 for t in range(rows.shape[0])], [f"token {t}" for t in range(rows.shape[0])])
    ax.tick_params(length=0)
    ax.set_xlabel("feature")
    ax.set_title(title, fontsize=11)


def cut(x, heads):
    """Draw one sequence (T, d_model) beside its heads (H, T, d_head)."""
    n_heads, length, d_head = heads.shape
    _, axes = plt.subplots(
        1,
        n_heads + 1,
        figsize=(9.5, 0.55 * length + 1.1),
        width_ratios=[n_heads, *[1.1] * n_heads],
        layout="constrained",
    )
    hatches = [HATCHES[c // d_head % 3] for c in range(x.shape[1])]
    _table(axes[0], x, "before: (T, d_model)", hatches, range(x.shape[1]))
    for h, ax in enumerate(axes[1:]):
        _table(ax, heads[h], f"head {h}: (T, d_head)", [HATCHES[h % 3]] * d_head, range(h * d_head, (h + 1) * d_head))
        ax.set_yticks([])


def three_aspects():
    """The lecture's sentence, and weights set by hand so that three heads look at three different things.

    A word's vector (24 numbers) holds its place in the sentence three times over, as one number 1 among eight, so each
    head of width 8 has a copy. Head 0 asks for its own place, head 1 for the place before (place 0 asks for nothing),
    and head 2 asks, whatever the word, for the three words that matter.

    Returns:
        the eight words, x of shape (1, 8, 24), and a state dict with the names of `MultiHeadAttention`.
    """
    words = ["Apple", "released", "a", "new", "iPhone", "model", "last", "week"]
    x = torch.eye(8).repeat(1, 3)[None]
    loud = 20.0  # scores of 20 / √8 ≈ 7 against 0: a weight of 99 %
    ask, answer = torch.zeros(24, 24), torch.zeros(24, 24)
    ask[0:8, 0:8], answer[0:8, 0:8] = loud * torch.eye(8), torch.eye(8)
    ask[8:16, 0:8], answer[8:16, 0:8] = loud * torch.diag(torch.ones(7), 1), torch.eye(8)
    ask[16, 0:8], answer[16, [0, 4, 5]] = loud, 1.0
    state = {"q_proj.weight": ask, "k_proj.weight": answer}
    state |= {"v_proj.weight": torch.eye(24), "out_proj.weight": torch.eye(24)}
    state |= {f"{name}_proj.bias": torch.zeros(24) for name in ("q", "k", "v", "out")}
    return words, x, state


def moved_by_ablation(moved, words):
    """Draw how far each word's vector moves (a row of numbers for each head) when that head is silenced."""
    _, ax = plt.subplots(figsize=(9, 2.8), layout="constrained")
    for head, row in enumerate(moved):
        places = [t + 0.27 * (head - 1) for t in range(len(words))]
        label = f"without head {head}"
        ax.bar(places, row.tolist(), 0.25, color=GREYS[head], hatch=HATCHES[head], edgecolor="black", label=label)
    ax.set_xticks(range(len(words)), words)
    ax.set_ylabel("distance moved")
    ax.set_ylim(0, 1.35)
    ax.legend(ncols=3, loc="upper center", frameon=False)


def gelu_beside_relu():
    """Draw the two activations (torch's own) from −3 to 3."""
    x = torch.linspace(-3, 3, 200)
    _, ax = plt.subplots(figsize=(4.8, 2.8), layout="constrained")
    ax.plot(x, torch.nn.functional.relu(x), "--", color="0.45", label="ReLU")
    ax.plot(x, torch.nn.functional.gelu(x), color="black", label="GELU")
    ax.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    ax.set_xlabel("input")
    ax.set_ylabel("output")
    ax.legend(frameon=False)


def _plan(ax, title, steps, around):
    """Draw the steps of a block from bottom to top; `around` pairs where a way around leaves with the + it ends at."""
    for height, step in enumerate(steps):
        plus = step == "+"
        shape = "circle,pad=0.25" if plus else "square,pad=0.4"
        box = {"boxstyle": shape, "facecolor": "0.9" if "norm" in step else "white", "edgecolor": "black"}
        ax.text(0, height, step, ha="center", va="center", fontsize=10, bbox=box)
    for height in range(-1, len(steps)):
        ax.annotate("", (0, height + 0.72), (0, height + 0.28), arrowprops={"arrowstyle": "-|>", "color": "black"})
    for start, end in around:
        ax.plot([0, 1.1, 1.1], [start, start, end], color="black", linewidth=1.2, linestyle="--")
        ax.annotate("", (0.2, end), (1.1, end), arrowprops={"arrowstyle": "-|>", "color": "black", "linestyle": "--"})
    ax.text(0, -1, "x", ha="center", va="center", fontsize=11, style="italic")
    ax.text(0, len(steps), "output", ha="center", va="center", fontsize=10)
    ax.set_xlim(-1.3, 1.6)
    ax.set_ylim(-1.3, len(steps) + 0.3)
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


def block_plans():
    """Draw the encoder block with the norm after each step beside the one with the norm before it."""
    _, (left, right) = plt.subplots(1, 2, figsize=(7.5, 4.6), layout="constrained")
    after = ["attention", "+", "norm 1", "feed-forward", "+", "norm 2"]
    _plan(left, "post-norm: BERT, this exercise", after, [(-0.5, 1), (2.5, 4)])
    before = ["norm 1", "attention", "+", "norm 2", "feed-forward", "+"]
    _plan(right, "pre-norm: most models since GPT-2", before, [(-0.5, 2), (2.5, 5)])


def gradients_by_block(sizes):
    """Draw a gradient's size in each block, for some ways of building it (name -> a number for each block, block 0 first)."""
    _, ax = plt.subplots(figsize=(6.5, 2.8), layout="constrained")
    for (name, row), style in zip(sizes.items(), ("o-", "s--", "^:"), strict=False):
        ax.plot(range(len(row)), row, style, color="black", markersize=5, label=name)
    ax.set_xticks(range(max(map(len, sizes.values()))))
    ax.set_ylim(0)
    ax.set_xlabel("block")
    ax.set_ylabel("size of the gradient")
    ax.legend(frameon=False)


def strips(parts, tokens):
    """Draw named tables of vectors (name -> (T, d)), one below the other, a column for each token."""
    _, axes = plt.subplots(len(parts), 1, figsize=(7.5, 1.35 * len(parts)), sharex=True, layout="constrained")
    for ax, (name, table) in zip(axes, parts.items(), strict=True):
        ax.imshow(table.T.tolist(), cmap="Greys", aspect="auto")
        ax.set_ylabel(name.replace(", ", ",\n"), rotation=0, ha="right", va="center")
        ax.set_yticks([])
        ax.set_xticks(range(len(tokens)), tokens)
        ax.tick_params(length=0)
        for t in range(1, len(tokens)):
            ax.axvline(t - 0.5, color="white", linewidth=2)
    axes[0].set_title("dark: large; a row for each feature", fontsize=9)


def learning_curve(losses, guess):
    """Draw the loss of each step, its running mean over ten steps, and the loss of blind guessing."""
    _, ax = plt.subplots(figsize=(6.5, 2.8), layout="constrained")
    ax.plot(losses, color="0.75", label="one batch")
    means = torch.tensor(losses).unfold(0, 10, 1).mean(-1)
    ax.plot(range(9, len(losses)), means, color="black", label="mean of ten")
    ax.axhline(guess, color="black", linestyle=":", label="guessing among all letters")
    ax.set_ylim(0)
    ax.set_xlabel("step")
    ax.set_ylabel("loss (nats a letter)")
    ax.legend(frameon=False)


def _seconds(length, d_model, repeats=2):
    """The best of some timings of QKᵀ and weights · V for one sequence, in seconds."""
    q, k, v = torch.randn(3, length, d_model)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        (q @ k.T) @ v
        times.append(time.perf_counter() - start)
    return min(times)


def costs(lengths, flops, d_model=384, longest=2048):
    """Draw counted FLOPs by length (dicts as `count_flops` returns them), and beside it measured seconds."""
    _, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.4), layout="constrained")
    left.loglog(lengths, [row["attention"] for row in flops], "o-", color="black", label="attention (T²)")
    rest = [row["projections"] + row["feed_forward"] for row in flops]
    left.loglog(lengths, rest, "s--", color="0.45", label="all the rest (T)")
    left.set_title("counted, one block", fontsize=11)
    left.set_ylabel("FLOPs")

    measured = [length for length in lengths if length <= longest]
    _seconds(measured[-1], d_model)  # the first call also pays for starting up
    seconds = [_seconds(length, d_model) for length in measured]
    right.loglog(measured, seconds, "o-", color="black", label="QKᵀ and weights · V")
    slope = [seconds[-1] * (length / measured[-1]) ** 2 for length in measured]
    right.loglog(measured, slope, ":", color="0.45", label="slope 2")
    right.set_title("measured on this machine", fontsize=11)
    right.set_ylabel("seconds")
    for ax, ticks in ((left, lengths), (right, measured)):
        ax.set_xticks(ticks, [str(tick) for tick in ticks], rotation=45)
        ax.minorticks_off()
        ax.set_xlabel("T (tokens)")
        ax.legend(frameon=False)


def worth_of_heads(moved):
    """Draw how far all vectors move, as a share of their length, when one head at a time is silenced."""
    _, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
    bars = ax.bar(range(len(moved)), [100 * share for share in moved], color="0.75", edgecolor="black")
    ax.bar_label(bars, fmt="%.1f", fontsize=9)
    ax.set_xticks(range(len(moved)))
    ax.set_xlabel("silenced head of the first block")
    ax.set_ylabel("vectors moved by (%)")
    ax.margins(y=0.15)
