# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: id,exercise,tags,points,-all
#     comment_magics: false
#     notebook_metadata_filter: -jupytext.text_representation
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 2 · Positional encoding
#
# *From Tokens to RAG, assignment 2 of 6 · {{ points of all }} points · about {{ hours of all }} hours*
#
# Attention compares every word with every other word. It never asks **where** a word stands. In the lecture this was
# one remark and one picture: a *positional encoding*, as wide as the embedding, is added to it; it is made of sine and
# cosine waves, and today it is often learned. In this notebook you build it, both ways, and see why it looks as it
# does.
#
# | | you write | points | |
# |---|---|---|---|
# | {{ number of permutation_demo }} | `permutation_demo`: attention cannot see order | {{ points of permutation_demo }} | ●○○ |
# | {{ number of angle_rates }} | `angle_rates`: how fast each clock turns | {{ points of angle_rates }} | ●○○ |
# | {{ number of sinusoidal_pe }} | `sinusoidal_pe`: the table of the paper | {{ points of sinusoidal_pe }} | ●●○ |
# | {{ number of add_positional }} | `add_positional`: add it to a batch | {{ points of add_positional }} | ●○○ |
# | {{ number of PositionalEncoding }} | `PositionalEncoding`: the same as a PyTorch module | {{ points of PositionalEncoding }} | ●●○ |
# | {{ number of relative_rotation }} | `relative_rotation`: a step to the right is a rotation | {{ points of relative_rotation }} | ●●● |
# | {{ number of pe_similarity }} | `pe_similarity`: what attention sees of two positions | {{ points of pe_similarity }} | ●○○ |
# | {{ number of change_layout }} | `change_layout`: sines and cosines in another order | {{ points of change_layout }} | ●●○ |
# | {{ number of repair_weights }} | `repair_weights`: a checkpoint of another layout, mended | {{ points of repair_weights }} | ●●○ |
# | {{ number of LearnedPositions }} | `LearnedPositions`: BERT's way, and where it ends | {{ points of LearnedPositions }} | ●●○ |
# | {{ number of apply_rope }} | `apply_rope`: what today's models use | {{ points of apply_rope }} | ●●● |
#
# **How it is checked.** Behind each exercise stands a cell with `grader.check(...)`. It runs the public checks, worth
# {{ public points of all }} of the {{ points of all }} points, as often as you like. The other {{ hidden points of all }} come
# from hidden checks of the same properties that the text and the docstrings promise: other sizes, other inputs, the
# edges. So read the docstrings closely; each says what goes in, what comes out, and which shapes they have.
#
# **How to work.** Read, predict, run, then write. The hints are folded; open one at a time. Every exercise can be
# solved in one to a dozen lines. Nothing needs a GPU or the internet.

# %% id="imports" tags=["setup"]
import math

import matplotlib.pyplot as plt
import position_pictures as pictures
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)

LAYOUTS = ("sin-cos", "cos-sin", "halves")  # where the sines and cosines of a table stand, see 2.8


def static_embeddings(words, d_model):
    """One fixed random vector a *distinct* word: the same word gets the same vector wherever it stands.

    Args:
        words: T strings.
        d_model: width of a vector.

    Returns:
        float tensor of shape (T, d_model).
    """
    vocabulary = sorted(set(words))
    table = torch.randn(len(vocabulary), d_model, generator=torch.Generator().manual_seed(2))
    return table[[vocabulary.index(word) for word in words]]


def self_attention(x):
    """PyTorch's own attention where a sentence attends to itself: queries, keys and values are all x, (T, d_model)."""
    return F.scaled_dot_product_attention(x, x, x)


# %% [markdown] id="order-text"
# ## 2.1 Attention cannot see order
#
# Take the lecture's sentence *John recently bought an apple mobile*, and shuffle it: *an apple mobile recently bought
# John*. The same six words, and somebody else has been bought.
#
# In self-attention, each word's new vector is a mixture: a sum over **all** words, weighted by how well they match.
# A sum does not care in which order it is added up. So the vector of *apple* should come out the same from both
# sentences, and that is what you are going to show.
#
# There are two ways to the shuffled sentence's vectors:
#
# - shuffle the words **first**, then let them attend to each other;
# - let them attend to each other in the original order, then shuffle the **results** in the same way.
#
# If both give the same, then the order of the words went in and nothing of it was used: the only thing that changed is
# in which row a vector stands. The name for this is *permutation equivariance*.

# %% [markdown] id="order-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `permutation_demo`: go both ways with *any* attention function and report how far apart the results are.
# Given: `self_attention` above is PyTorch's own; the checks also pass functions that *do* see order.
#
# <details><summary>Hint 1</summary>Which axis of <code>x</code> runs over the words? What does <code>x[order]</code>
# select?</details>
# <details><summary>Hint 2</summary>In the second way, what is shuffled: what goes into the attention or what comes
# out of it?</details>
# <details><summary>Hint 3</summary>Differences can be negative. What do you take before the largest of
# them?</details>


# %% id="permutation-demo" exercise="permutation_demo"
def permutation_demo(attention, x, order):
    """Shuffle before attention, shuffle after attention, and compare.

    Args:
        attention: a function from a float tensor of shape (T, d_model) to one of the same shape.
        x: the words' vectors, float tensor of shape (T, d_model).
        order: integer tensor of shape (T,), a permutation; word `order[k]` comes to place k.

    Returns:
        a tuple of three:
        shuffled_first, shape (T, d_model): attention on the shuffled words;
        shuffled_after, shape (T, d_model): attention on the words as they are, its rows then shuffled;
        gap, a float: the largest absolute difference between the two.
    """
    # BEGIN SOLUTION
    shuffled_first = attention(x[order])
    shuffled_after = attention(x)[order]
    gap = (shuffled_first - shuffled_after).abs().max().item()
    return shuffled_first, shuffled_after, gap
    # END SOLUTION


# %% [markdown] id="order-predict"
# **Before you run it:** in which row of the second table will the vector of *John* be, and will its numbers change?

# %% id="order-picture"
words = ["John", "recently", "bought", "an", "apple", "mobile"]
order = torch.tensor([3, 4, 5, 1, 2, 0])
shuffled_words = [words[k] for k in order]
static = static_embeddings(words, 4)
shuffled_first, shuffled_after, gap = permutation_demo(self_attention, static, order)
pictures.print_vectors(words, {"after attention": self_attention(static)})
print()
pictures.print_vectors(shuffled_words, {"shuffled, then attention": shuffled_first})
print(f"\nlargest difference between the two ways: {gap:.1e}")

# %% [markdown] id="order-lesson"
# Each word has exactly the same four numbers in both tables; only the rows have changed places. (A difference of about
# 1e-7 is rounding.) Without positions, an encoder such as BERT reads a *bag* of words.
#
# A decoder such as GPT is another matter: it has a **causal mask**, which lets each word see only itself and those before
# it. **Predict, then run:** is there a gap now? And the *last* word, which sees all the others: does it know in which order
# they came?


# %% id="order-causal"
def causal_attention(x):
    """PyTorch's attention where word t sees the words 0 to t only; x has the shape (T, d_model)."""
    return F.scaled_dot_product_attention(x[None], x[None], x[None], is_causal=True)[0]


_, _, gap = permutation_demo(causal_attention, static, order)
print(f"with a causal mask, largest difference between the two ways: {gap:.2f}")
others_shuffled = torch.tensor([3, 1, 4, 0, 2, 5])  # the last word stays the last
one, _, _ = permutation_demo(causal_attention, static, others_shuffled)
two, _, _ = permutation_demo(lambda x: causal_attention(causal_attention(x)), static, others_shuffled)
print(f"change of the last word's vector, one layer:  {(one[-1] - causal_attention(static)[-1]).abs().max():.1e}")
print(
    f"change of the last word's vector, two layers: {(two[-1] - causal_attention(causal_attention(static))[-1]).abs().max():.2f}"
)

# %% [markdown] id="order-causal-lesson"
# The mask shows order: a word's vector depends on *which* words came before it. Within one layer those are still a bag, and
# the last word does not notice that the others changed places. In the second layer it does, for now it looks at vectors that
# differ by what *they* could see. So a decoder can do without positional encoding (some have been trained so, Haviv et al.
# 2022), and nearly all have one.
#
# The remedy: give each vector something that depends on **where** it stands, before attention sees it. That is
# the positional encoding.
#
# One remark for languages written from right to left: position 0 is the first word that is *read*. In a Hebrew
# sentence it stands on the right of the line, and still has index 0.

# %% [markdown] id="clocks-text"
# ## 2.2 A row of clocks
#
# What should be added to say "I stand at position $p$"? Two ideas that come first, and why they fail:
#
# - **The number $p$ itself.** At position 500 it is hundreds of times larger than a typical entry of an embedding and
#   drowns it.
# - **The fraction $p / T$.** Now a step to the right is ¼ in a sentence of four words and 1/50 in one of fifty.
#   "The word before me" would mean something else in every sentence.
#
# A clock does better. Its hand never leaves the circle, so its numbers stay between −1 and 1, and one step is always
# the same turn. One hand comes round again and cannot tell noon from midnight; so take several, from fast to slow, as
# seconds, minutes and hours. Together they name a time uniquely over a very long stretch.
#
# The paper takes $d_{model}/2$ hands. Hand $i$ turns by $\omega_i$ radians at each position:
#
# $$\omega_i = \text{base}^{-2i/d_{model}}, \qquad i = 0, 1, \dots, \tfrac{d_{model}}{2} - 1,
# \qquad \text{base} = 10000 \qquad \text{(Vaswani et al. 2017, §3.5)}$$
#
# The fastest hand turns by 1 radian (57°) at each position. Each next hand is slower by the same *factor*. For
# $d_{model} = 4$ there are two hands: $\omega_0 = 10000^0 = 1$ and $\omega_1 = 10000^{-2/4} = 0.01$.
#
# Note what $i$ counts: **pairs** of columns, not columns. Each hand has two coordinates and so fills two columns.

# %% [markdown] id="rates-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `angle_rates`: the angles per position of all hands, the fastest first. An odd width has a hand with only one
# coordinate; libraries treat that differently, and here it is an error.
#
# <details><summary>Hint 1</summary>For <code>d_model = 10</code>, how many hands are there, and which numbers does
# 2i run through?</details>
# <details><summary>Hint 2</summary>Division: is 2/4 a half in your code, or 0?</details>
# <details><summary>Hint 3</summary><code>torch.arange(0, d_model, 2)</code> gives all the 2i at once. A float base to
# the power of a tensor is a tensor.</details>


# %% id="angle-rates" exercise="angle_rates"
def angle_rates(d_model, base=10000.0):
    """Angles per position, in radians, of the clocks (Vaswani et al. 2017, §3.5).

    Args:
        d_model: width of the encoding, an even int.
        base: what the rates are powers of; the larger, the slower the slowest hand.

    Returns:
        float tensor of shape (d_model // 2,): base ** (-2 i / d_model) for i = 0, 1, ...

    Raises:
        ValueError: d_model is odd.
    """
    # BEGIN SOLUTION
    if d_model % 2:
        raise ValueError(f"d_model has to be even, two columns for each clock; got {d_model}")
    return base ** (-torch.arange(0, d_model, 2) / d_model)
    # END SOLUTION


# %% id="clocks-picture"
print(angle_rates(4))
pictures.draw_clocks(angle_rates(6))

# %% [markdown] id="clocks-lesson"
# *In the picture:* three rows of clock faces, one row a hand, six columns for the positions 0 to 5. All hands start at
# the right (angle 0). The first row jumps by 57° from face to face, the second by about 3°, the third by a tenth of
# a degree: over six words it hardly moves, over 6,000 it does.
#
# The slowest hands need almost $2\pi \cdot 10000 \approx 63{,}000$ positions to come round when $d_{model}$ is large.
# In a text shorter than that, no two positions have the same reading.

# %% [markdown] id="table-text"
# ## 2.3 The table
#
# A hand at the angle $\alpha$ has the coordinates $\cos\alpha$ and $\sin\alpha$. Write these down for each position and
# each hand, side by side, and you have the table: row $p$ is the encoding of position $p$.
#
# $$PE_{(p,\,2i)} = \sin(p\,\omega_i), \qquad PE_{(p,\,2i+1)} = \cos(p\,\omega_i)
# \qquad \text{(Vaswani et al. 2017, §3.5)}$$
#
# With $d_{model} = 4$ the first two rows are
#
# | position | column 0 | column 1 | column 2 | column 3 |
# |---|---|---|---|---|
# | 0 | sin 0 = 0 | cos 0 = 1 | sin 0 = 0 | cos 0 = 1 |
# | 1 | sin 1 = 0.8415 | cos 1 = 0.5403 | sin 0.01 = 0.0100 | cos 0.01 = 0.99995 |
#
# **Which is even, which is odd?** In the lecture the order was recalled from memory, with a question mark, as "even
# indices cosine, odd indices sine". The paper has it the other way round: **even columns sine, odd columns cosine**,
# where columns are counted from 0. (Count the columns from 1 and the lecture's sentence is exactly the paper's.) This
# kit follows the paper, and the parameter `even="cos"` makes the lecture's order reachable. Exercise {{ number of change_layout }} shows that
# attention cannot tell the two apart, and where the difference bites all the same.

# %% [markdown] id="table-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `sinusoidal_pe`, the whole table at once, in the order of the paper or in the lecture's. Values, pairing and
# order of the columns are checked separately, so a table with the right waves in the wrong columns keeps a part of its
# points.
#
# <details><summary>Hint 1</summary>Make the angles first: one for each position and each hand. Which shape is
# that, and how do a column of positions and a row of rates give it?</details>
# <details><summary>Hint 2</summary>There are half as many hands as columns. Which columns does <code>pe[:, 0::2]</code>
# name?</details>
# <details><summary>Hint 3</summary>What is the dtype of <code>torch.arange(5)</code>? And of a table that is made
# with <code>torch.zeros</code>?</details>
# <details><summary>Hint 4</summary>Check with your eyes: row 0 must be 0, 1, 0, 1, … If it is 1, 0, 1, 0, … or
# 0, 0, …, 1, 1, …, which layout did you write?</details>


# %% id="sinusoidal-pe" exercise="sinusoidal_pe"
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    """The table of sinusoidal positional encodings (Vaswani et al. 2017, §3.5).

    Args:
        max_len: number of positions; they are counted from 0.
        d_model: width, an even int.
        base: see `angle_rates`.
        even: what stands in the even columns 0, 2, 4, ...: "sin" (the paper's order, odd columns hold the cosines) or
            "cos" (the lecture's order, odd columns hold the sines). Columns 2i and 2i + 1 share the rate of hand i.

    Returns:
        float32 tensor of shape (max_len, d_model).

    Raises:
        ValueError: d_model is odd, or `even` is neither "sin" nor "cos".
    """
    # BEGIN SOLUTION
    if even not in ("sin", "cos"):
        raise ValueError(f'even has to be "sin" or "cos"; got {even!r}')
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)  # (max_len, d_model / 2)
    first_sine, first_cosine = (0, 1) if even == "sin" else (1, 0)
    pe = torch.zeros(max_len, d_model)
    pe[:, first_sine::2] = torch.sin(angles)
    pe[:, first_cosine::2] = torch.cos(angles)
    return pe
    # END SOLUTION


# %% id="table-small"
pictures.draw_heat_maps(
    {"the paper: even = sine": sinusoidal_pe(6, 6), "the lecture: even = cosine": sinusoidal_pe(6, 6, even="cos")}
)

# %% [markdown] id="table-small-text"
# *In the picture:* two tables of six positions by six columns with their numbers. The first row on the left reads 0, 1,
# 0, 1, 0, 1, on the right 1, 0, 1, 0, 1, 0: the same columns with the neighbours swapped. Columns 4 and 5 hardly
# change from row to row, they belong to the slowest hand.

# %% id="table-large"
pictures.draw_heat_maps({"100 positions, 64 columns": sinusoidal_pe(100, 64)})
pictures.draw_curves(sinusoidal_pe(100, 64), [4, 5, 12, 20, 40])

# %% [markdown] id="table-large-text"
# *In the pictures:* the map shows narrow stripes on the left (fast hands), which grow wider to the right, until the
# columns are plain stripes of 0 and 1 that do not change within 100 positions. The curves are the same table read
# downwards: columns 4 and 5 are one fast wave, a quarter of a turn apart; 12 and 20 are slower; 40 has
# only reached 0.31 at the right edge.
#
# **A question to think about:** with short sentences, which columns carry nearly all the information about the
# position, and what could the model use the others for?

# %% [markdown] id="add-text"
# ## 2.4 Adding it to a batch
#
# The encoding has the width of the embedding so that it can be **added**: word $p$ of a sentence gets row $p$ of the
# table, whichever word it is, and in every sentence of the batch the same row.
#
# A batch `x` has the shape (B, T, d_model): B sentences of T tokens. The table has max_len rows, more than this batch
# needs. And when a model writes text one token at a time, it sees one new token in each step, which stands at position
# 17, say, and not at 0. So there is an `offset`: the position of the first token in `x`.

# %% [markdown] id="add-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `add_positional`. If the table has too few rows, say so with a ValueError: an error is better than a wrong sum.
#
# <details><summary>Hint 1</summary>Which axis of <code>x</code> counts the positions, 0, 1 or 2?</details>
# <details><summary>Hint 2</summary>Which rows of <code>pe</code> do T tokens need if the first stands at
# <code>offset</code>? The result of that slice has the shape (T, d_model): what does broadcasting do with it?</details>
# <details><summary>Hint 3</summary>What does Python give you for <code>pe[8:12]</code> if there are only 10 rows? Does
# it complain? And what does broadcasting do with a slice of a single row?</details>


# %% id="add-positional" exercise="add_positional"
def add_positional(x, pe, offset=0):
    """Add to each token the encoding of its position.

    Args:
        x: embedded tokens, float tensor of shape (B, T, d_model). It is left as it is.
        pe: positional table, shape (max_len, d_model), any table: sinusoidal or not.
        offset: position of the first token of each sentence in `x`, at least 0.

    Returns:
        new tensor of shape (B, T, d_model): token t of each sentence plus row offset + t of the table. Its dtype is what
        torch makes of x and pe, and gradients reach both.

    Raises:
        ValueError: the table ends before the last token, offset + T > max_len.
    """
    # BEGIN SOLUTION
    end = offset + x.shape[1]
    if end > pe.shape[0]:
        raise ValueError(f"the table has {pe.shape[0]} positions, the last token needs row {end - 1}")
    return x + pe[offset:end]
    # END SOLUTION


# %% [markdown] id="add-predict"
# Now the lecture's input to BERT, *my dog is cute [SEP] he likes play ##ing [SEP]*. It has the token [SEP] twice.
# **Before you run it:** without positions, what does attention make of the two [SEP]? And with positions?

# %% id="add-picture"
tokens = ["my", "dog", "is", "cute", "[SEP]", "he", "likes", "play", "##ing", "[SEP]"]
sentence = static_embeddings(tokens, 4)[None]  # a batch of one: (1, 10, 4)
with_positions = add_positional(sentence, sinusoidal_pe(12, 4))
pictures.print_vectors(
    tokens,
    {
        "attention without positions": self_attention(sentence[0]),
        "attention with positions": self_attention(with_positions[0]),
    },
)

# %% [markdown] id="add-lesson"
# Without positions the two rows [SEP] are the same, number for number: two equal questions to the same ten words get
# the same answer. With positions they differ: order has become visible.
#
# How loud should the encoding be? Each of its rows has the length $\sqrt{d_{model}/2}$, and the vectors of many embedding
# tables are much shorter. The paper multiplies the embeddings by $\sqrt{d_{model}}$ first (§3.4); it does not say why, and this is
# the usual reading. (BERT does not: its table of positions is learned, and learns its size.)

# %% id="add-norms"
width = 512
embedding = torch.randn(1000, width, generator=torch.Generator().manual_seed(4)) / math.sqrt(
    width
)  # a usual initial size
for name, rows in [
    ("embedding", embedding),
    ("times √d_model", embedding * math.sqrt(width)),
    ("encoding", sinusoidal_pe(60, width)),
]:
    print(f"{name:15} length of a row: {rows.norm(dim=1).mean().item():5.1f}")

# %% [markdown] id="add-norms-lesson"
# Unscaled, the word would be a whisper beside its place: length 1 against 16. Scaled, it is 22.6.
#
# Why is adding enough, does it not muddle word and place? In a wide vector there is room: the matrices that make
# queries and keys can learn to read mostly the word from some directions and mostly the place from others.

# %% [markdown] id="module-text"
# ## 2.5 As a module
#
# In a model, the table should live in an `nn.Module`: it has to move to the GPU with the model, change to half
# precision with it, and be saved with it. But **no optimizer may change it**: it is a constant, not something to
# learn.
#
# PyTorch has three places for a tensor in a module:
#
# | | moves with `.to(...)` | in `state_dict()` | in `parameters()` |
# |---|---|---|---|
# | a plain attribute, `self.pe = pe` | no | no | no |
# | `self.register_buffer("pe", pe)` | yes | yes | no |
# | `nn.Parameter(pe)` | yes | yes | yes |
#
# The paper also applies dropout, to the **sum** of embedding and encoding (§5.4). Dropout works in training only: it
# sets a random part of the entries to 0 and scales up the rest; in evaluation it does nothing.

# %% [markdown] id="module-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write the module `PositionalEncoding`. It gets its table ready-made, so it works with any table. You may use your
# `add_positional`.
#
# <details><summary>Hint 1</summary>Which row of the table above says what you need?</details>
# <details><summary>Hint 2</summary><code>nn.Dropout</code> knows by itself whether the module is in training or
# evaluation. What does a call of <code>F.dropout</code> know?</details>
# <details><summary>Hint 3</summary>Is dropout the last thing that happens in <code>forward</code>, or is something
# added afterwards?</details>


# %% id="positional-encoding" exercise="PositionalEncoding"
class PositionalEncoding(nn.Module):
    """Adds a fixed positional table to embedded tokens, then dropout (Vaswani et al. 2017, §3.5 and §5.4).

    The table is a buffer named "pe": it moves and is saved with the module, where its key is the only one
    (``list(module.state_dict()) == ["pe"]``), and no optimizer changes it.
    """

    def __init__(self, pe, dropout=0.1):
        """Keep the table.

        Args:
            pe: float tensor of shape (max_len, d_model). In the buffer it has this shape, or axes of length 1 before it.
            dropout: probability with which an entry of the sum is set to 0 in training.
        """
        # BEGIN SOLUTION
        super().__init__()
        self.register_buffer("pe", pe)
        self.dropout = nn.Dropout(dropout)
        # END SOLUTION

    def forward(self, x, offset=0):
        """Add the encoding of each token's position, then apply dropout.

        Args:
            x: float tensor of shape (B, T, d_model). It is left as it is.
            offset: position of the first token.

        Returns:
            tensor of shape (B, T, d_model). Gradients reach x.

        Raises:
            ValueError: offset + T > max_len.
        """
        # BEGIN SOLUTION
        return self.dropout(add_positional(x, self.pe, offset))
        # END SOLUTION


# %% id="module-demo"
module = PositionalEncoding(sinusoidal_pe(12, 4), dropout=0.5)
print("saved with the model:", {name: tuple(t.shape) for name, t in module.state_dict().items()})
print("to be learned:       ", [name for name, _ in module.named_parameters()])
pictures.print_vectors(tokens[:4], {"training": module(sentence)[0, :4], "evaluation": module.eval()(sentence)[0, :4]})

# %% [markdown] id="module-lesson"
# In training about half of the entries are zero and the others are twice what they are in evaluation. With the
# usual 0.1 you would hardly see it in so small a table.

# %% [markdown] id="rotation-text"
# ## 2.6 A step is a rotation
#
# Why sines *and* cosines? The paper gives the reason in one sentence: "for any fixed offset $k$, $PE_{pos+k}$ can be
# represented as a linear function of $PE_{pos}$". In our picture that is plain: $\delta$ steps on, each hand has turned
# by $\delta\,\omega_i$, wherever it stood before. Turning is a matrix.
#
# For one hand, at the angle $a$, turned by $\theta = \delta\,\omega_i$, school trigonometry says:
#
# $$\sin(a + \theta) = \sin a \cos\theta + \cos a \sin\theta$$
# $$\cos(a + \theta) = \cos a \cos\theta - \sin a \sin\theta$$
#
# So each pair of columns is multiplied by a 2 × 2 matrix that does not know $p$. All of them along the diagonal make
# one matrix $R_\delta$ with
#
# $$PE_{p+\delta} = R_\delta\, PE_p \qquad \text{for every } p.$$
#
# A weight matrix that a model learns can hold such an $R_\delta$: then "look one word back" is one matrix, the same
# for the whole sentence.

# %% [markdown] id="rotation-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 20 minutes
#
# Write `relative_rotation`, the matrix $R_\delta$ for the paper's layout (even = sine). δ may be negative: a step back.
#
# <details><summary>Hint 1</summary>The pair is (sin a, cos a), in this order. Write the two equations as a matrix times
# that column vector: which four numbers stand in it?</details>
# <details><summary>Hint 2</summary>Where in the big matrix does the block of pair i sit? Rows and columns 2i and
# 2i + 1.</details>
# <details><summary>Hint 3</summary>Test it on a hand at angle 0, the pair (0, 1): after a quarter turn it must be
# (1, 0). If you get (−1, 0), your matrix turns back.</details>


# %% id="relative-rotation" exercise="relative_rotation"
def relative_rotation(delta, d_model, base=10000.0):
    """The matrix R with R @ PE[p] = PE[p + delta] for every p, PE in the paper's layout (even = sine).

    Args:
        delta: number of positions to move, an int; negative: backwards.
        d_model: width of the encoding, an even int.
        base: see `angle_rates`.

    Returns:
        float tensor of shape (d_model, d_model), zero outside the 2 × 2 blocks along its diagonal.
    """
    # BEGIN SOLUTION
    theta = delta * angle_rates(d_model, base)
    blocks = torch.stack([torch.cos(theta), torch.sin(theta), -torch.sin(theta), torch.cos(theta)], dim=-1)
    return torch.block_diag(*blocks.reshape(-1, 2, 2))
    # END SOLUTION


# %% id="rotation-picture"
pictures.draw_rotation(relative_rotation(1, 6))
pe = sinusoidal_pe(50, 6)
step_back = relative_rotation(-1, 6)
print("largest error of R @ PE[p] against PE[p - 1]:", f"{(pe[1:] @ step_back.T - pe[:-1]).abs().max().item():.1e}")

# %% [markdown] id="rotation-lesson"
# *In the picture:* a 6 × 6 matrix with three 2 × 2 blocks along the diagonal. The upper left one has 0.54 (cos 1) twice
# on the diagonal and ±0.84 (sin 1) beside it; the lower right one is almost the identity, its hand is slow.
#
# **A question to think about:** the textbook's rotation matrix has its minus sign in the upper right corner. Yours has
# it in the lower left. In which order would the pair have to be written to get the textbook's? (You have met that
# order: it is the lecture's.)

# %% [markdown] id="similarity-text"
# ## 2.7 What attention sees of two positions
#
# Attention compares vectors by their dot product. What does it find when it compares the encodings of positions $p$ and
# $q$? For one hand:
#
# $$\sin(p\,\omega)\sin(q\,\omega) + \cos(p\,\omega)\cos(q\,\omega) = \cos\big((p - q)\,\omega\big)$$
#
# Only the **distance** $p - q$ is left. The dot product of two rows is the sum of this over all hands; for $p = q$ each
# hand gives 1, so it is $d_{model}/2$.

# %% [markdown] id="similarity-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 5 minutes
#
# Write `pe_similarity`: the dot products of all pairs of rows, for any positional table.
#
# <details><summary>Hint 1</summary>Entry (p, q) is row p times row q. Which matrix product compares rows with
# rows?</details>
# <details><summary>Hint 2</summary>Which shape must the result have? If yours is (d_model, d_model), you compared
# columns.</details>


# %% id="pe-similarity" exercise="pe_similarity"
def pe_similarity(pe):
    """Dot product of each position's encoding with each other's.

    Args:
        pe: any positional table, float tensor of shape (max_len, d_model).

    Returns:
        tensor of shape (max_len, max_len); entry (p, q) is the plain dot product of rows p and q, not scaled and not
        normalised.
    """
    # BEGIN SOLUTION
    return pe @ pe.T
    # END SOLUTION


# %% [markdown] id="similarity-predict"
# **Before you run it:** where is the matrix largest? Will the row of position 20 look different from the row of 40?

# %% id="similarity-picture"
pictures.draw_similarity(pe_similarity(sinusoidal_pe(60, 64)), queries=[5, 20, 40])

# %% [markdown] id="similarity-lesson"
# *In the picture:* the map has a bright diagonal and stripes parallel to it: each entry depends on $p - q$ alone. The
# three rows on the right are one and the same curve, moved: a peak of 32 at the query's own position (the markers),
# falling off with small waves to both sides, the same to the left and to the right.
#
# So even before anything is learned, near positions look more alike than far ones. What the plain dot product does
# *not* know is left from right: $\cos$ is even. The learned query and key matrices have to make that difference:
# turn the query by $R_{-1}$, for example, and the peak moves to the word before.

# %% [markdown] id="layout-text"
# ## 2.8 Three layouts of one table
#
# The hands give $d_{model}$ numbers. In which columns to write them is a convention. Here are three:
#
# | name here | columns for $d_{model} = 6$ | who |
# |---|---|---|
# | `"sin-cos"` | $s_0\; c_0\; s_1\; c_1\; s_2\; c_2$ | the paper's text, XLM, most tutorials |
# | `"cos-sin"` | $c_0\; s_0\; c_1\; s_1\; c_2\; s_2$ | the lecture's recollection |
# | `"halves"` | $s_0\; s_1\; s_2\; c_0\; c_1\; c_2$ | the paper's own code (tensor2tensor), Marian, CTRL, Whisper |
#
# Yes: the paper's formula and its authors' program differ. (Their program also spaces the rates a little differently.)
#
# All three hold the same numbers, only in other columns. A dot product adds up over the columns, in whatever order: so
# $PE \cdot PE^\top$ is the same for all three. Attention cannot tell them apart, and a model trained with any of them
# learns as well. It matters **when you load somebody's weights**: the matrix that reads column 1 as a cosine
# must be given a cosine there.

# %% [markdown] id="layout-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `change_layout`, which moves the columns from any of the three layouts to any other. The last axis is the one
# that is rearranged, so it works for one row, a table and a batch of tables alike.
#
# <details><summary>Hint 1</summary>Nine combinations of source and target. Must you write nine cases? What if you
# always took the sines and the cosines apart first?</details>
# <details><summary>Hint 2</summary>Taking apart: <code>x[..., 0::2]</code> or
# <code>x[..., : d // 2]</code>. Which one for which source?</details>
# <details><summary>Hint 3</summary>Putting together side by side: <code>torch.stack([a, b], dim=-1)</code> makes pairs;
# what turns (…, d/2, 2) into (…, d)?</details>


# %% id="change-layout" exercise="change_layout"
def change_layout(x, source, target):
    """Rearrange the last axis from one layout of sines and cosines to another.

    Args:
        x: tensor of shape (..., d_model), d_model even, its last axis in the layout `source`. It is left as it is.
        source: one of LAYOUTS: "sin-cos", "cos-sin" (side by side) or "halves" (all sines, then all cosines).
        target: one of LAYOUTS.

    Returns:
        new tensor of the same shape and dtype, its last axis in the layout `target`.

    Raises:
        ValueError: `source` or `target` is not one of LAYOUTS.
    """
    # BEGIN SOLUTION
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError(f"source and target have to be among {LAYOUTS}; got {source!r} and {target!r}")
    half = x.shape[-1] // 2
    if source == "halves":
        sines, cosines = x[..., :half], x[..., half:]
    elif source == "sin-cos":
        sines, cosines = x[..., 0::2], x[..., 1::2]
    else:
        sines, cosines = x[..., 1::2], x[..., 0::2]
    if target == "halves":
        return torch.cat([sines, cosines], dim=-1)
    pair = [sines, cosines] if target == "sin-cos" else [cosines, sines]
    return torch.stack(pair, dim=-1).flatten(-2)
    # END SOLUTION


# %% id="layout-picture"
paper = sinusoidal_pe(40, 16)
tables = {layout: change_layout(paper, "sin-cos", layout) for layout in LAYOUTS}
pictures.draw_heat_maps(tables)
for layout, table in tables.items():
    difference = (pe_similarity(table) - pe_similarity(paper)).abs().max().item()
    print(f"{layout:8} largest difference of PE · PEᵀ from the paper's: {difference:.1e}")

# %% [markdown] id="layout-lesson"
# *In the picture:* three maps of 40 positions by 16 columns. The first two look alike, with neighbours swapped. The
# third has all sines (0 at the top) on the left and all cosines (1 at the top) on the right. Below, the differences
# between their similarity matrices: nothing but rounding.
#
# Now somebody's weights. Take a checkpoint whose query and key matrices were trained with `"halves"`. Its scores
# are $(PE\,W_Q)(PE\,W_K)^\top$.

# %% id="layout-weights"
w_query, w_key = torch.randn(2, 16, 8, generator=torch.Generator().manual_seed(5))


def position_scores(table):
    """Scores that the checkpoint's matrices give for each pair of positions, shape (T, T)."""
    return (table @ w_query) @ (table @ w_key).T


expected = position_scores(tables["halves"])
for layout in LAYOUTS:
    error = (position_scores(tables[layout]) - expected).abs().max().item()
    print(f"the checkpoint, given a table in the layout {layout!r:10}: scores wrong by up to {error:.3f}")

# %% [markdown] id="layout-weights-lesson"
# Nothing crashes, all shapes fit, and the scores are wrong. That is why the checks of Exercise {{ number of sinusoidal_pe }} insist on one
# layout, and why a careful report says which layout a model has.

# %% [markdown] id="repair-exercise" tags=["exercise"]
# ## 2.9 Mending the checkpoint
#
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 10 minutes
#
# Repair the checkpoint of the last cell, so that its error reaches 0: write `repair_weights`, which brings a weight matrix into another layout, so that our table gives
# the checkpoint's scores. A small example: in "sin-cos" $d_{model} = 2$ is $s\;c$. A matrix with the rows (1) for $s$ and (5)
# for $c$ gives $1s + 5c$; in "cos-sin" the table has $c\;s$, so the rows have to be (5), (1).
#
# <details><summary>Hint 1</summary>In <code>table @ w</code> the table has the shape (T, d_model). Which axis of <code>w</code>
# meets its columns?</details>
# <details><summary>Hint 2</summary><code>change_layout(w_query, …)</code> runs without an error here, because 8 is even too.
# What does it rearrange?</details>


# %% id="repair-weights" exercise="repair_weights"
def repair_weights(w, source, target):
    """Bring a matrix that reads a positional table into another layout of that table.

    Args:
        w: float tensor of shape (d_model, d_out), trained with tables in the layout `source`. It is left as it is.
        source: one of LAYOUTS.
        target: one of LAYOUTS.

    Returns:
        new tensor of shape (d_model, d_out): a table in the layout `target` times it gives what the same table in the
        layout `source` times `w` gives.

    Raises:
        ValueError: `source` or `target` is not one of LAYOUTS.
    """
    # BEGIN SOLUTION
    return change_layout(w.T, source, target).T
    # END SOLUTION


# %% id="repair-demo"
for layout in LAYOUTS:
    repaired_query, repaired_key = (repair_weights(w, "halves", layout) for w in (w_query, w_key))
    scores = (tables[layout] @ repaired_query) @ (tables[layout] @ repaired_key).T
    error = (scores - expected).abs().max().item()
    print(f"the repaired checkpoint, given a table in the layout {layout!r:10}: scores wrong by up to {error:.3f}")

# %% [markdown] id="repair-lesson"
# *What is to be seen:* 0.000 in all three lines. Something of the kind is done each time that LLaMA's weights are brought from
# Meta's layout into that of Hugging Face (2.11): there it is what comes out of $W_Q$ and $W_K$ that changes places.

# %% [markdown] id="learned-text"
# ## 2.10 Learned positions, and where they end
#
# BERT does not use sines. It has a second embedding table: row $p$ is a vector for position $p$, random at first and
# learned like any other weight. A third table holds a vector for each segment, A and B. The input is the sum of the
# three rows (Devlin et al. 2019, §3 and figure 2). In the lecture's example they are
#
# | row of the … table | | | | | | | | | | | |
# |---|---|---|---|---|---|---|---|---|---|---|---|
# | token | [CLS] | my | dog | is | cute | [SEP] | he | likes | play | ##ing | [SEP] |
# | segment | A | A | A | A | A | A | B | B | B | B | B |
# | position | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
#
# Note that *play* and *##ing* are two tokens and have two positions. (The published BERT has *playing* whole in its
# vocabulary; the cut is the lecture's and the paper's, to show what WordPiece does.) BERT's table has 512 rows, so for
# 768 columns there are 393,216 numbers to learn, and a 513th token cannot be read at all.

# %% [markdown] id="learned-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write the module `LearnedPositions`: the row of the table for each position, added to the tokens. The table is the
# module's only parameter (buffers may stand beside it).
#
# <details><summary>Hint 1</summary><code>nn.Embedding</code> is a learned table. With which indices do you look up in
# it here: the tokens' ids or their positions?</details>
# <details><summary>Hint 2</summary>The positions are offset, offset + 1, …, offset + T − 1, the same for every
# sentence in the batch.</details>
# <details><summary>Hint 3</summary>Past the end <code>nn.Embedding</code> raises an IndexError of its own; the
# docstring asks for a ValueError, so check before.</details>


# %% id="learned-positions" exercise="LearnedPositions"
class LearnedPositions(nn.Module):
    """Adds a learned vector for each position, as BERT does (Devlin et al. 2019, §3)."""

    def __init__(self, max_len, d_model):
        """Make the table: one learned row of width d_model for each of max_len positions, random at first."""
        # BEGIN SOLUTION
        super().__init__()
        self.table = nn.Embedding(max_len, d_model)
        # END SOLUTION

    def forward(self, x, offset=0):
        """Add to each token the learned row of its position.

        Args:
            x: float tensor of shape (B, T, d_model). It is left as it is.
            offset: position of the first token.

        Returns:
            tensor of shape (B, T, d_model): token t of each sentence plus row offset + t. Gradients reach the rows and x.

        Raises:
            ValueError: offset + T > max_len.
        """
        # BEGIN SOLUTION
        end = offset + x.shape[1]
        if end > self.table.num_embeddings:
            raise ValueError(f"there are {self.table.num_embeddings} positions, the last token needs row {end - 1}")
        return x + self.table(torch.arange(offset, end, device=x.device))
        # END SOLUTION


# %% [markdown] id="contest-text"
# ### An experiment: past the trained length
#
# A useful habit of a head is to look **one word back**. Let us train that, from positions alone: the score of
# query $p$ for key $q$ is $PE_p^\top\, W\, PE_q / \sqrt{d_{model}}$, and the highest score of each row should be at
# $q = p - 1$. We train on positions 0 to 31 and then ask at 32 to 63, which training never saw. Three contestants:
#
# 1. **learned table**: `LearnedPositions`, table and $W$ both learned;
# 2. **sinusoidal, W learned**: your table, $W$ learned;
# 3. **sinusoidal, W made by hand**: your table, and $W$ a rotation from Exercise {{ number of relative_rotation }}. Nothing is learned.
#
# **Before you run it:** who will be right at 32 to 63?

# %% id="contest-run"
torch.set_num_threads(1)  # such small products are done before a second thread has woken up
SEEN, ALL, WIDTH = 32, 64, 16


def train_to_look_back(scores_for, parameters, steps=400):
    """Train scores of shape (T, T) so that each row from 1 on is highest one position back; then test on ALL.

    Args:
        scores_for: a function from a number of positions T to the scores of shape (T, T), rows are queries.
        parameters: what to train. Nothing to train: only test.
        steps: steps of Adam.

    Returns:
        float tensor of shape (ALL - 1,): for positions 1, 2, ... 1 where the highest score is one back, else 0.
    """
    if parameters:
        optimizer = torch.optim.Adam(parameters, lr=0.01)
        for _ in range(steps):
            loss = F.cross_entropy(scores_for(SEEN)[1:], torch.arange(SEEN - 1))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        return (scores_for(ALL)[1:].argmax(dim=-1) == torch.arange(ALL - 1)).float()


torch.manual_seed(1)
fixed = sinusoidal_pe(ALL, WIDTH)
learned = LearnedPositions(ALL, WIDTH)
w_learned, w_fixed = (nn.Parameter(0.05 * torch.randn(WIDTH, WIDTH)) for _ in range(2))
w_by_hand = relative_rotation(1, WIDTH)


def learned_scores(length):
    rows = learned(torch.zeros(1, length, WIDTH))[0]
    return rows @ w_learned @ rows.T / math.sqrt(WIDTH)


def fixed_scores(w):
    return lambda length: fixed[:length] @ w @ fixed[:length].T / math.sqrt(WIDTH)


contest = {
    "learned table": train_to_look_back(learned_scores, [w_learned, *learned.parameters()]),
    "sinusoidal, W learned": train_to_look_back(fixed_scores(w_fixed), [w_fixed]),
    "sinusoidal, W by hand": train_to_look_back(fixed_scores(w_by_hand), []),
}
pictures.draw_contest(contest, trained=SEEN)

# %% [markdown] id="contest-lesson"
# *In the picture:* one strip of 63 blocks a contestant, black where the neighbour was found, hatched where it was not;
# a dashed line where the trained positions end. The learned table is right at every position that it was trained on,
# and almost nowhere behind the line. So is the sinusoidal table with a learned $W$. With the rotation put in by hand
# it is right everywhere.
#
# The first result was to be expected: rows 32 to 63 of a learned table are as random as on the first day, no gradient
# ever reached them.
#
# The second is the more instructive one. The paper chose sinusoids because they "may allow the model to extrapolate to
# sequence lengths longer than the ones encountered during training" (§3.5). The third contestant proves that a $W$
# that extrapolates **exists**. Training found another one, which fits the seen positions as well and is wrong beyond
# them. This is known from real language models, too: Press et al. (2022) measured that sinusoidal models hardly
# extrapolate. (Here, other step sizes find other matrices; we saw up to half of the unseen positions right, never all.)
# *That a solution exists does not mean that gradient descent finds it.*
#
# What would help: an encoding where the score can depend on **nothing but** the distance. That is the last exercise.

# %% [markdown] id="rope-text"
# ## 2.11 One step further: rotate instead of adding (RoPE)
#
# Most of today's open models (LLaMA, Qwen, Mistral, Gemma …) add nothing to the embeddings. They **rotate** the
# queries and the keys, just before the dot product, by an angle that grows with the position: rotary position
# embedding, RoPE (Su et al. 2021, §3.2). The values are not rotated.
#
# Take columns $2i$ and $2i+1$ of a query at position $p$ as one two-dimensional vector and turn it by
# $p\,\omega_i$, with the same rates as before:
#
# $$\begin{pmatrix} x'_{2i} \\ x'_{2i+1} \end{pmatrix} =
# \begin{pmatrix} \cos p\omega_i & -\sin p\omega_i \\ \sin p\omega_i & \cos p\omega_i \end{pmatrix}
# \begin{pmatrix} x_{2i} \\ x_{2i+1} \end{pmatrix}$$
#
# A dot product does not change when both vectors are turned by the same angle. So a query turned by $p\,\omega$ and a
# key turned by $q\,\omega$ give the same score as if only one were turned, by the difference. The score depends on
# the two words and on $p - q$, by construction.
#
# **The layout again.** The paper's RoPE pairs neighbours, $(0, 1), (2, 3), \dots$; so do GPT-J and Meta's LLaMA code.
# Hugging Face's LLaMA pairs column $i$ with column $i + d/2$, and permutes the weights to fit. Here: **neighbours**.

# %% [markdown] id="rope-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 20 minutes
#
# Write `apply_rope`: rotate each pair of columns of each token by its position's angle.
#
# <details><summary>Hint 1</summary>What is the shape of the angles, if there is one for each position and each pair?
# Along which axis of <code>x</code> do positions run here?</details>
# <details><summary>Hint 2</summary>Take the first and the second members of all pairs apart, <code>x[..., 0::2]</code>
# and <code>x[..., 1::2]</code>, and write the two rows of the matrix product as two lines.</details>
# <details><summary>Hint 3</summary>The new members have to go back side by side. You have done that in
# 2.8.</details>


# %% id="apply-rope" exercise="apply_rope"
def apply_rope(x, offset=0, base=10000.0):
    """Rotate queries or keys by their positions, neighbouring columns as pairs (Su et al. 2021, §3.2.2).

    Args:
        x: queries or keys, float tensor of shape (B, H, T, d_head): batch, heads, tokens, width; d_head even. It is
            left as it is.
        offset: position of the first token.
        base: see `angle_rates`, here with d_head in the place of d_model.

    Returns:
        new tensor of shape (B, H, T, d_head), of x's dtype (float32 or float64): columns 2i and 2i + 1 of token t, turned
        counter-clockwise by (offset + t) * rate i. Gradients reach x.
    """
    # BEGIN SOLUTION
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)  # (T, d_head / 2)
    cosines, sines = torch.cos(angles).to(x.dtype), torch.sin(angles).to(x.dtype)
    first, second = x[..., 0::2], x[..., 1::2]
    turned = [first * cosines - second * sines, first * sines + second * cosines]
    return torch.stack(turned, dim=-1).flatten(-2)
    # END SOLUTION


# %% id="rope-picture"
pictures.draw_turning(apply_rope(torch.tensor([1.0, 0.0]).expand(1, 1, 5, 2))[0, 0])
query, key = torch.randn(2, 16, generator=torch.Generator().manual_seed(3))
for p, q in [(2, 5), (12, 15), (102, 105), (5, 2)]:
    turned_query = apply_rope(query.expand(1, 1, 1, 16), offset=p).flatten()
    turned_key = apply_rope(key.expand(1, 1, 1, 16), offset=q).flatten()
    print(f"query at {p:3}, key at {q:3}, distance {p - q:+d}: score {(turned_query @ turned_key).item():+.4f}")

# %% [markdown] id="rope-picture-text"
# *In the picture:* one arrow of length 1, drawn at positions 0 to 4; at each position it has turned by 57°
# counter-clockwise, and kept its length. Below, the scores of one query and one key: the same for (2, 5), (12, 15) and
# (102, 105), and another for the distance in the other direction.
#
# Now RoPE enters the contest. It learns one query and one key, the same at every position; all that tells positions
# apart is the rotation.

# %% id="rope-contest"
torch.manual_seed(1)
q_vector, k_vector = (nn.Parameter(torch.randn(WIDTH)) for _ in range(2))
# Rotating is linear, so it is enough to rotate the unit vectors once: (unit vector, position, column).
turned_units = apply_rope(torch.eye(WIDTH)[None, :, None].expand(1, WIDTH, ALL, WIDTH).clone())[0]


def rope_scores(length):
    queries, keys = (torch.einsum("u,upc->pc", v, turned_units[:, :length]) for v in (q_vector, k_vector))
    return queries @ keys.T / math.sqrt(WIDTH)


contest["RoPE, q and k learned"] = train_to_look_back(rope_scores, [q_vector, k_vector])
pictures.draw_contest(contest, trained=SEEN)

# %% [markdown] id="rope-lesson"
# *In the picture:* the three strips as before, and a fourth, black from end to end: trained on 32 positions, right on
# all 64.
#
# Do not carry this further than it goes. Here the rule needs the distance alone, and short distances had all been seen.
# In real language models RoPE, too, gets worse far beyond its training length, because there are *distances* that it
# never saw; stretching its angles helps (position interpolation, Chen et al. 2023).

# %% [markdown] id="end"
# ## What you have built
#
# - You showed that attention without positions or mask reads a bag of words (2.1).
# - You built the paper's table from clocks (2.2, 2.3), added it to batches (2.4) and packed it into a module (2.5).
# - You saw why it is made of pairs: a step is a rotation (2.6), a dot product knows the distance (2.7), and the order
#   of the columns is a convention that matters when weights are loaded (2.8), and you mended a checkpoint (2.9).
# - You built BERT's learned positions and met their end (2.10), and the rotation that replaced both (2.11).
#
# **Where it goes next.** In assignment 3 you build the attention that was only borrowed here. In assignment 4 learned
# positions come back inside BERT's input: token + segment + position.
#
# **Sources**
# - Vaswani et al. (2017), *Attention Is All You Need*, §3.4, §3.5 and §5.4. arXiv:1706.03762
# - Haviv et al. (2022), *Transformer Language Models without Positional Encodings Still Learn Positional Information*.
#   arXiv:2203.16634
# - Devlin et al. (2019), *BERT: Pre-training of Deep Bidirectional Transformers*, §3. arXiv:1810.04805
# - Su et al. (2021), *RoFormer: Enhanced Transformer with Rotary Position Embedding*, §3.2. arXiv:2104.09864
# - Press, Smith, Lewis (2022), *Train Short, Test Long: Attention with Linear Biases*. arXiv:2108.12409
# - Chen et al. (2023), *Extending Context Window of Large Language Models via Positional Interpolation*.
#   arXiv:2306.15595
