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
# # Assignment 3 · Attention
#
# *John recently bought an apple mobile.* You read this without noticing that *apple* has two meanings, because the last
# word settled it. A static embedding cannot do that: it holds one vector for *apple*, the same in every sentence, in which
# the meaning weighs most that was most frequent in the texts it was trained on.
#
# Attention is the step that lets the other words settle it. Each word asks a question (its **query**), each word holds
# up an answer (its **key**), the matches become percentages, and the word takes home that mixture of what the others
# have to say (their **values**):
#
# $$\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\!\left(\frac{QK^\top}{\sqrt{d_k}}\right) V
# \qquad \text{(Vaswani et al. 2017, eq. 1)}$$
#
# You will build this formula from the inside out, one symbol at a time, and look at each as it works.
#
# | part | you write | the question it answers |
# |---|---|---|
# | A | `similarity_scores`, `softmax`, `scale_scores`, `words_that_matter` | how does a match become a percentage? |
# | B | `padding_mask`, `causal_mask`, `combine_masks`, `apply_mask` | what may a word not look at? |
# | C | `scaled_dot_product_attention`, `SelfAttention`, `CrossAttention` | the whole, and where Q, K, V come from |
# | D | `shift_head`, `select_head`, `train_head` | what can a head do? You choose Q and K by hand, then training does |
#
# **Time:** about {{ hours of all }} hours. **Points:** {{ points of all }} over {{ count of all }} exercises.
#
# **Checks.** Behind each exercise stands a `grader.check(…)` cell. It runs the *public* checks, which carry
# {{ public points of all }} of the {{ points of all }} points and find the usual slips. The *hidden* checks run when you
# hand in; they carry the other {{ hidden points of all }} and ask for what the docstring says: other sizes, other masks, large numbers. So when the public checks pass, read the docstring
# once more.
#
# Write plain PyTorch: `@`, `exp`, `sum`, `transpose`, `masked_fill`. For `softmax` and for attention itself, do not
# call PyTorch's ready-made functions; building them is the point.

# %% id="imports" tags=["setup"]
import math
import os

import attention_pictures as pictures
import torch
from torch import nn

torch.manual_seed(0)
torch.set_printoptions(precision=2, sci_mode=False)

# %% [markdown] id="a-two-tokens"
# ---
# # Part A · From a match to a percentage
#
# ## 3.1 Two tokens, two dimensions
#
# Begin as small as possible: two tokens, A and B, and vectors of two numbers. Each token has three vectors, and each
# has its own task.
#
# | | query: *what am I looking for?* | key: *what do I offer?* | value: *what do I hand over?* |
# |---|---|---|---|
# | **A** | $q_A = (1, 1)$ | $k_A = (1, 1)$ | $v_A = (4, 1)$ |
# | **B** | $q_B = (-2, 3)$ | $k_B = (0, 1)$ | $v_B = (1, 4)$ |
#
# At the end, token B will take 20 % of its meaning from A and 80 % from itself. Those two percentages are what
# attention computes; the mixture is then no more than a weighted mean,
# $0.2\,v_A + 0.8\,v_B = (1.6,\ 3.4)$.
#
# *In the picture:* three points on a line; the new vector of B lies on the way from $v_B$ to $v_A$, a fifth of the way.

# %% id="two-tokens"
q_ab = torch.tensor([[1.0, 1.0], [-2.0, 3.0]])  # row 0 is A, row 1 is B
k_ab = torch.tensor([[1.0, 1.0], [0.0, 1.0]])
v_ab = torch.tensor([[4.0, 1.0], [1.0, 4.0]])

new_b = 0.2 * v_ab[0] + 0.8 * v_ab[1]
pictures.plane(
    {"$v_A$": v_ab[0], "$v_B$": v_ab[1]},
    moves={"B with 20 % of A": (v_ab[1], new_b)},
    title="A weighted mean of two values",
)

# %% [markdown] id="similarity-text"
# Where do the 20 % come from? First step: how well does each key answer each query? Multiply them number by number and
# add up, the **dot product**. It is large where the two point the same way, 0 where they have nothing to do with
# each other, negative where they point apart.
#
# Take a pencil and fill in the table. One number is done: $q_B \cdot k_A = -2 \cdot 1 + 3 \cdot 1 = 1$.
#
# | | $k_A$ | $k_B$ |
# |---|---|---|
# | $q_A$ | ? | ? |
# | $q_B$ | 1 | ? |
#
# The table has **one row for each query and one column for each key**. Keep that picture: it stays the same for the
# rest of the course. As matrices, the whole table is $QK^\top$.

# %% [markdown] id="similarity-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `similarity_scores`: the dot product of every query with every key, for one sentence or for a whole batch.
#
# *Given:* nothing but the two tensors. Any number of leading dimensions may stand in front (a batch; in the next
# assignment, heads).
#
# <details><summary>Hint 1</summary>
#
# For one sentence: which product of a (T_q, d_k) and a (T_k, d_k) matrix gives a (T_q, T_k) matrix? Which of the two
# has to be turned?</details>
# <details><summary>Hint 2</summary>
#
# In a batch, what does `k.T` turn round? Only the last two dimensions should change places.</details>
# <details><summary>Hint 3</summary>
#
# `k.transpose(-2, -1)` turns the last two and leaves the rest; `@` multiplies the last two and broadcasts the rest.
# </details>


# %% id="similarity-scores" exercise="similarity_scores"
def similarity_scores(q, k):
    """Dot product of every query with every key: Q Kᵀ, neither scaled nor masked.

    Args:
        q: queries, float tensor of shape (..., T_q, d_k).
        k: keys, float tensor of shape (..., T_k, d_k), with the same leading dimensions (or ones that broadcast).

    Returns:
        Tensor of shape (..., T_q, T_k) and of the inputs' dtype (float16 and bfloat16 too); the entry [..., i, j] belongs to
        query i and key j. Gradients flow through it. The inputs stay as they were.
    """
    # BEGIN SOLUTION
    return q @ k.transpose(-2, -1)
    # END SOLUTION


# %% [markdown] id="similarity-look-text"
# Compare with your table. Then look at a sentence of the lecture. The vectors below are made by hand, so that you can
# follow each number: five columns, for how much a word has to do with *technology*, *fruit*, *action*, *time* and
# *person*. See the row of *apple*: a static vector, so both meanings are in it at once, with fruit ahead.
#
# Three small matrices make queries, keys and values of them. A key says how much a word has to do with technology and
# with fruit. A query asks for the same two: *apple* asks because it is in doubt between them, and a verb such as
# *released* asks too, as it looks for the thing that it was done to. (In a real model, the matrices are learned. You
# will do this properly in 3.10.)
#
# **Before you run it:** which words will have a large score in the row *Apple*? Which rows will be all zeros, and why?

# %% id="lecture-vectors"
#                            technology fruit action time person
WORDS = {
    "john": torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0]),
    "apple": torch.tensor([1.0, 1.4, 0.0, 0.0, 0.0]),
    "iphone": torch.tensor([2.0, 0.0, 0.0, 0.0, 0.0]),
    "mobile": torch.tensor([2.0, 0.0, 0.0, 0.0, 0.0]),
    "model": torch.tensor([1.4, 0.0, 0.0, 0.0, 0.0]),
    "ripe": torch.tensor([0.0, 2.4, 0.0, 0.0, 0.0]),
    "ate": torch.tensor([0.0, 0.8, 1.0, 0.0, 0.0]),
    "bought": torch.tensor([0.2, 0.2, 1.0, 0.0, 0.0]),
    "released": torch.tensor([0.3, 0.0, 1.0, 0.0, 0.0]),
    "new": torch.tensor([0.2, 0.0, 0.0, 0.5, 0.0]),
    "recently": torch.tensor([0.0, 0.0, 0.0, 1.0, 0.0]),
    "last": torch.tensor([0.0, 0.0, 0.0, 1.0, 0.0]),
    "week": torch.tensor([0.0, 0.0, 0.0, 1.3, 0.0]),
    "a": torch.zeros(5),
    "an": torch.zeros(5),
    "<pad>": torch.zeros(5),
}
TO_QUERY = torch.tensor([[3.0, 0.0, 1.5, 0.0, 0.0], [0.0, 1.5, 1.5, 0.0, 0.0]])  # (d_k, d_model) = (2, 5)
TO_KEY = torch.tensor([[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0]])
TO_VALUE = TO_KEY.clone()


def embed(words):
    """Static vectors of a list of words: (T, 5)."""
    return torch.stack([WORDS[word.lower()] for word in words])


apple_released = ["Apple", "released", "a", "new", "iPhone", "model", "last", "week"]
q_apple = embed(apple_released) @ TO_QUERY.T
k_apple = embed(apple_released) @ TO_KEY.T

print("A and B:", similarity_scores(q_ab, k_ab), sep="\n")
apple_scores = similarity_scores(q_apple, k_apple)
pictures.heat_map(apple_scores, apple_released, numbers="value", title="Scores $QK^T$, not yet percentages")

# %% [markdown] id="similarity-after"
# *In the picture:* the row *Apple* is large under *Apple*, *iPhone* and *model*; the rows of *a*, *last* and *week* are
# zero throughout, because the query of those words is the zero vector: they ask for nothing.
#
# Is the table symmetric? *Released* asks loudly for *Apple*: 4.5. *Apple* hardly asks for *released*: 0.9. To ask is
# one thing and to answer another, just as *creature* may ask for *fluffy* although *fluffy* does not ask for
# *creature*.

# %% [markdown] id="softmax-text"
# ## 3.2 Softmax: percentages from any numbers
#
# Scores may be any numbers. A weighted mean wants weights that are positive and sum to 1. **Softmax** makes them: raise
# $e$ to each score, so that all become positive, then divide by the sum.
#
# $$\operatorname{softmax}(s)_j = \frac{e^{s_j}}{\sum_i e^{s_i}}$$
#
# A score that is clearly below the others ends near 0. That is what the lecture means by "the negative ones are
# flattened to 0": not because they are negative, but because they lie far under the largest.
#
# Only differences matter. Add 1,000 to all scores and every $e^{s}$ grows by the same factor, which cancels. Keep
# this in mind, you will need it in a moment.
#
# Now the lecture's creature: *A fluffy blue creature roamed the verdant forest.* The row of *creature* has 93 for
# *fluffy*, 93.4 for *blue*, and negative numbers for the rest. Do it naively:

# %% id="softmax-naive"
creature_words = ["A", "fluffy", "blue", "creature", "roamed", "the", "verdant", "forest"]
# 93.0 and 93.4 are the lecture's; the negative ones are filled in by us
creature_row = torch.tensor([-21.0, 93.0, 93.4, -12.0, -30.0, -48.0, -35.0, -60.0])

print("e to the 93.0 in float32:", torch.exp(torch.tensor(93.0)).item())
print("largest float32:         ", torch.finfo(torch.float32).max)
print("infinity over infinity:  ", (torch.tensor(math.inf) / torch.tensor(math.inf)).item())

# %% [markdown] id="softmax-exercise" tags=["exercise"]
# $e^{93} \approx 2.5 \cdot 10^{40}$ does not fit into a float32. The lecture's own example breaks the textbook formula.
#
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write a `softmax` that gives the right percentages for scores of any size, along any dimension.
#
# *Given:* "only differences matter".
#
# <details><summary>Hint 1</summary>
#
# You may add the same number to all scores of a row. Which number makes overflow impossible?</details>
# <details><summary>Hint 2</summary>
#
# If the largest score of the row becomes 0, the largest exponential is $e^0 = 1$. Must it be the largest of the
# *row*, or would the largest of the whole tensor do? Think of one row around 5,000 and one around −5,000.</details>
# <details><summary>Hint 3</summary>
#
# `keepdim=True` in `amax` and `sum` keeps the shapes such that subtraction and division line up with `dim`.</details>


# %% id="softmax" exercise="softmax"
def softmax(scores, dim=-1):
    """Turn scores into weights that are positive and sum to 1 along `dim`, without overflow.

    Args:
        scores: float tensor of any shape; finite numbers of any size. Some may be -inf (a masked score): their weight
            is exactly 0. (What to do where *all* scores along `dim` are -inf is settled in `scaled_dot_product_attention`, not here.)
        dim: the dimension along which the weights sum to 1.

    Returns:
        New tensor of the same shape and dtype (float16 and bfloat16 too), through which gradients flow. `scores` stays as
        it was.
    """
    # BEGIN SOLUTION
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
    # END SOLUTION


# %% [markdown] id="softmax-look-text"
# *Fluffy* has 93.0 and *blue* 93.4, as good as equal. **Before you run it:** guess both percentages.

# %% id="softmax-look"
for word, score, weight in zip(creature_words, creature_row, softmax(creature_row), strict=True):
    print(f"{word:9} {score:6.1f}  {100 * weight:6.2f} %")

# %% [markdown] id="softmax-after"
# 40 and 60: a gap of 0.4 in 93 is nothing, yet it made *blue* half as heavy again as *fluffy*, since
# $e^{0.4} \approx 1.5$. Softmax sees the difference, not the ratio. So the *size* of the scores decides how hard the
# choice is, and that size should better not be an accident. It is one, as you see next.

# %% [markdown] id="scale-text"
# ## 3.3 Why divide by $\sqrt{d_k}$?
#
# Take queries and keys of random numbers with mean 0 and variance 1, as in a fresh model. A dot product adds up $d_k$
# products, each with variance 1. Variances of independent terms add up, so
#
# $$\operatorname{var}(q \cdot k) = d_k, \qquad \text{standard deviation } \sqrt{d_k}
# \qquad \text{(Vaswani et al. 2017, §3.2.1, footnote 4)}$$
#
# Measure it rather than believe it. **Before you run it:** with $d_k = 512$, how large is a typical score?

# %% id="scale-experiment"
generator = torch.Generator().manual_seed(3)
raw_scores = {}
for width in (4, 64, 512):
    many_q = torch.randn(4000, 1, width, generator=generator)  # 4,000 pairs of one query and one key
    many_k = torch.randn(4000, 1, width, generator=generator)
    raw_scores[width] = similarity_scores(many_q, many_k).flatten()
pictures.score_histograms(raw_scores, title="q · k of random vectors: the wider, the larger")

# %% [markdown] id="scale-why"
# *In the picture:* three bell curves around 0, narrow for $d_k = 4$ and very wide for 512, with variances near 4, 64
# and 512.
#
# So what? Take eight words with such random scores and see how softmax shares out its 100 %. At $d_k = 4$, several
# words get something. At 512 the winner takes nearly all, **by chance**: nothing has been learned yet. And where
# softmax is that sure, its slope is almost 0, so training hardly moves it.

# %% id="scale-collapse"
for width, numbers in raw_scores.items():
    winners = softmax(numbers.reshape(500, 8)).amax(-1)  # 500 imaginary queries, eight keys each
    print(f"d_k = {width:3}: the heaviest of eight random words gets {100 * winners.mean():.0f} % on average")

# %% [markdown] id="scale-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 5 minutes
#
# Write `scale_scores`, which brings the scores back to variance 1 whatever the width of queries and keys.
#
# <details><summary>Hint 1</summary>
#
# If you divide a random number by $c$, what becomes of its variance? Which $c$ turns $d_k$ into 1?</details>
# <details><summary>Hint 2</summary>
#
# Not $d_k$ itself: variance goes with the square. And it is the *width* of a vector that counts, not the number of
# words.</details>


# %% id="scale-scores" exercise="scale_scores"
def scale_scores(scores, d_k):
    """Bring dot products of vectors of width d_k back to variance 1 (Vaswani et al. 2017, §3.2.1).

    Args:
        scores: float tensor of any shape, dot products of queries and keys.
        d_k: the width of one query and one key, an int.

    Returns:
        New tensor of the same shape and dtype (float16 and bfloat16 too), through which gradients flow. `scores` stays as
        it was.
    """
    # BEGIN SOLUTION
    return scores / math.sqrt(d_k)
    # END SOLUTION


# %% [markdown] id="scale-look-text"
# The same three samples, scaled: the curves should fall on top of each other. Then the creature again. Suppose that its
# scores came from vectors of width 128: 93.0 and 93.4 become 8.22 and 8.26.
#
# *In the pictures:* three equal bell curves of variance 1; and bars for *fluffy* and *blue*, 40 to 60 without
# scaling, 49 to 51 with it. Two adjectives that match about as well now count about as much.

# %% id="scale-look"
scaled = {width: scale_scores(numbers, width) for width, numbers in raw_scores.items()}
pictures.score_histograms(scaled, title="The same scores, scaled")
pictures.weight_bars(
    {"not scaled": softmax(creature_row)[:4], "scaled, $d_k$ = 128": softmax(scale_scores(creature_row, 128))[:4]},
    creature_words[:4],
    title="Row creature: where does it look?",
)

# %% [markdown] id="reading-text"
# ## 3.4 Reading the picture: row or column?
#
# Here are your three functions on the lecture's sentence. One row has a frame.

# %% id="reading-picture"
apple_weights = softmax(scale_scores(apple_scores, 2))
pictures.heat_map(apple_weights, apple_released, title="Who looks at whom?", row=0)

# %% [markdown] id="reading-question"
# *In the picture:* the framed row *Apple* puts 41 % on *Apple*, 43 % on *iPhone*, 12 % on *model* and about 1 % on
# each of the other words; the rows of *a*, *last* and *week* are even, 12.5 % everywhere (printed as 12).
#
# In the lecture, this picture was at first read the wrong way round, then corrected. It happens to everybody, so
# decide it for yourself:
#
# > Which words change the meaning of *Apple*: those that are dark in the **row** *Apple*, or in the **column**
# > *Apple*?
#
# Three ways to find out, without remembering anything:
#
# 1. **Add up.** The words that *Apple* listens to share its 100 %. Do the rows sum to 100, or the columns?
# 2. **Follow the formula.** The new vector of *Apple* is row 0 of weights × values. Which weights enter it?
# 3. **Look at *week*.** Its row is even: it listens to everybody alike. Its column is light: hardly anyone listens to
#    it, as the lecture says.
#
# So row *Apple* says which words matter **to** Apple. Column *Apple* says to which words Apple matters. (Some
# well-known drawings put the queries on top, 3Blue1Brown's of the fluffy creature among them; there, each *column*
# sums to 100 %. Always ask first: along which axis does it sum to 100?)

# %% [markdown] id="reading-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 5 minutes
#
# Write `words_that_matter`: the `n` words that matter most **to** a given word, the heaviest first.
#
# <details><summary>Hint 1</summary>
#
# `weights[i]` is a row, `weights[:, i]` a column. Which of them sums to 1?</details>
# <details><summary>Hint 2</summary>
#
# `torch.argsort(…, descending=True)` or `torch.topk` give positions; a position picks a word from `words`.</details>


# %% id="words-that-matter" exercise="words_that_matter"
def words_that_matter(weights, words, word, n=3):
    """Name the n words that matter most to `word`, which may be among them itself.

    Args:
        weights: attention weights of one sentence, tensor of shape (T, T), queries on rows, keys on columns.
        words: the T words of the sentence, a list of str.
        word: one of them; it stands in the sentence once.
        n: how many to name, 1 ≤ n ≤ T.

    Returns:
        List of n str, by falling weight.
    """
    # BEGIN SOLUTION
    row = weights[words.index(word)]
    return [words[int(j)] for j in torch.argsort(row, descending=True)[:n]]
    # END SOLUTION


# %% id="reading-look"
print("matter to Apple:", words_that_matter(apple_weights, apple_released, "Apple"))
print("matter to model:", words_that_matter(apple_weights, apple_released, "model", n=2))

# %% [markdown] id="b-padding-text"
# ---
# # Part B · What a word may not look at
#
# ## 3.5 Padding
#
# A batch is one tensor, so its sentences must have one length. The short ones are filled up with PAD (id 0), as an
# image is filled up with zeros before a convolution. The filling has no meaning, and no word should look at it.
#
# Here are three sentences, two from the lecture and one to compare.

# %% id="padding-batch"
sentences = [
    ["John", "recently", "bought", "an", "apple", "mobile"],
    ["Apple", "released", "a", "new", "iPhone", "model", "last", "week"],
    ["John", "ate", "a", "ripe", "apple"],
]
lengths = torch.tensor([len(words) for words in sentences])
longest = int(lengths.max())
padded = [words + ["<pad>"] * (longest - len(words)) for words in sentences]
batch = torch.stack([embed(words) for words in padded])  # (B, T, d_model) = (3, 8, 5)

for words in padded:
    print(" ".join(f"{word:>9}" for word in words))

# %% [markdown] id="padding-why"
# Our PAD is the zero vector, so every dot product with it is 0. **Before you run it:** does a score of 0 mean that
# *apple* does not look at it?

# %% id="padding-leak"
ripe = batch[2]
ripe_scores = scale_scores(similarity_scores(ripe @ TO_QUERY.T, ripe @ TO_KEY.T), 2)
for word in ("john", "apple"):
    position = [w.lower() for w in padded[2]].index(word)
    on_padding = softmax(ripe_scores)[position, int(lengths[2]) :].sum()
    print(f"{word} spends {100 * on_padding:.1f} % of its attention on padding")

# %% [markdown] id="padding-exercise" tags=["exercise"]
# Zero is a score like any other: $e^0 = 1$, more than for any negative score. *John*, who asks for nothing in
# particular, wastes three eighths of his attention on filling. So we need to say where one may look.
#
# A **mask** here is a boolean tensor that is **True where a query may look** and False where it may not, as in
# `torch.nn.functional.scaled_dot_product_attention`. (Careful when you read other code: the `key_padding_mask` of
# `torch.nn.MultiheadAttention` means the opposite.)
#
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `padding_mask`: from the lengths of the sentences to a mask that closes the *keys* that are padding.
#
# Only keys: the rows of padding stay as they are. What a padding position itself asks does no harm, as nobody reads its
# answer.
#
# <details><summary>Hint 1</summary>
#
# Position $j$ of a sentence is a real word if $j$ is … than its length?</details>
# <details><summary>Hint 2</summary>
#
# Compare a row of positions, shape (1, max_len), with a column of lengths, shape (B, 1). What comes out?</details>
# <details><summary>Hint 3</summary>
#
# The scores have the shape (B, T_q, T_k). The mask must not depend on the query: which of its three dimensions has
# size 1? `unsqueeze`, or `[:, None, :]`, puts one in.</details>


# %% id="padding-mask" exercise="padding_mask"
def padding_mask(lengths, max_len):
    """Mask that lets every query look at the real words of its own sentence, and at no padding.

    Args:
        lengths: number of real words in each sentence, integer tensor of shape (B,), each from 0 to max_len. The
            padding stands behind the words.
        max_len: the length T_k to which the sentences are padded, an int.

    Returns:
        Boolean tensor of shape (B, 1, max_len), True where a query may attend (the opposite of the key_padding_mask
        of torch.nn.MultiheadAttention). The 1 broadcasts over the queries.
    """
    # BEGIN SOLUTION
    positions = torch.arange(max_len)
    return (positions < lengths[:, None])[:, None, :]
    # END SOLUTION


# %% id="padding-look"
keep_words = padding_mask(lengths, longest)
print("shape", tuple(keep_words.shape))
rows = [" ".join(words[:2]) + " …" for words in sentences]
pictures.mask_picture(keep_words[:, 0, :], rows, title="Which keys are words?", rows_are="sentences")

# %% [markdown] id="causal-text"
# *In the picture:* one row for each sentence; dots for its 6, 8 and 5 words, hatching for the padding behind them.
#
# ## 3.6 No looking ahead
#
# A model that writes is trained to guess each word from the words **before** it. The guess is made for all positions at
# once, in parallel, so the answers stand in the same tensor as the question. It must not peek.
#
# The **causal mask** sees to that: query $i$ may look at the keys $0, 1, \dots, i$. Itself included: when the model
# guesses word $i + 1$, word $i$ is known.
#
# **Before you draw it:** is the open half below the diagonal or above it? (Rows ask.)

# %% [markdown] id="causal-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `causal_mask`. The number of keys may differ from the number of queries; both count from 0 at the top left
# corner, as with `is_causal=True` in PyTorch.
#
# <details><summary>Hint 1</summary>
#
# Write down the condition for one pair: query $i$ may look at key $j$ if …</details>
# <details><summary>Hint 2</summary>
#
# A column of query positions and a row of key positions, compared, give the whole table at once. Or look up
# `torch.tril`.</details>


# %% id="causal-mask" exercise="causal_mask"
def causal_mask(t_q, t_k=None):
    """Mask that lets each query look at its own position and at those before it.

    Args:
        t_q: number of queries, an int, at least 1.
        t_k: number of keys, an int, at least 1. None: as many as queries.

    Returns:
        Boolean tensor of shape (t_q, t_k), True where a query may attend: entry [i, j] is True if j ≤ i, also where
        t_q and t_k differ.
    """
    # BEGIN SOLUTION
    t_k = t_q if t_k is None else t_k
    return torch.ones(t_q, t_k, dtype=torch.bool).tril()
    # END SOLUTION


# %% id="causal-look"
pictures.mask_picture(
    causal_mask(len(apple_released)), apple_released, title="Causal: only myself and what came before"
)

# %% [markdown] id="combine-text"
# *In the picture:* a triangle of dots; *Apple*, the first word, sees only itself, *week* sees all.
#
# ## 3.7 Two masks at once
#
# A decoder that is trained on a batch needs both: no padding **and** no future. The padding mask has the shape (B, 1,
# T), the causal one (T, T). Broadcasting makes them one mask of shape (B, T, T).

# %% [markdown] id="combine-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `combine_masks`: a place is open only if **every** mask leaves it open. `None` stands for "no mask" and closes
# nothing.
#
# <details><summary>Hint 1</summary>
#
# Is that "and" or "or"? Which operator does it for boolean tensors?</details>
# <details><summary>Hint 2</summary>
#
# First drop the `None`s. What is left, if anything, can be taken one by one.</details>


# %% id="combine-masks" exercise="combine_masks"
def combine_masks(*masks):
    """Combine masks: open only where each of them is open.

    Args:
        *masks: any number of masks, each a boolean tensor (True where a query may attend) or None (closes nothing).
            Their shapes broadcast against each other.

    Returns:
        Boolean tensor of the shape to which they broadcast (of a single mask, that mask will do); None if there is no
        mask among them. The masks themselves stay as they were.
    """
    # BEGIN SOLUTION
    combined = None
    for mask in masks:
        if mask is not None:
            combined = mask.clone() if combined is None else combined & mask
    return combined
    # END SOLUTION


# %% id="combine-look"
keep_both = combine_masks(keep_words, None, causal_mask(longest))
print("shape", tuple(keep_both.shape))
pictures.mask_picture(keep_both[2], padded[2], title="John ate a ripe apple: words, and no future")

# %% [markdown] id="combine-after"
# *In the picture:* the triangle, and behind *apple* the columns of padding are hatched from top to bottom.
#
# Every row still has an open place. It need not be so: many models that write are given batches padded on the
# **left**. Then the first rows see only padding, and with the causal mask they see nothing at all. An empty sentence
# does the same. What should attention answer to a query that may look nowhere? Remember the question for 3.9.

# %% [markdown] id="apply-text"
# ## 3.8 Closing the door: before the softmax
#
# Where does the mask act? Try out two ideas on paper, with the scores $(2, 1, 3)$, where the third is padding.
#
# - *Set the forbidden score to 0.* Softmax of $(2, 1, 0)$: 67 %, 24 % and **9 %** for the padding, as $e^0 = 1$.
# - *Set the forbidden weight to 0 after the softmax.* Softmax of $(2, 1, 3)$: 24 %, 9 %, 67 %; without the last, 24 %
#   and 9 % are left. The row sums to **33 %**.
#
# Which score gives $e^{s} = 0$, so that the others share the full 100 %? Only $s = -\infty$.

# %% [markdown] id="apply-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `apply_mask`: scores in, scores out, with $-\infty$ at every place that is closed.
#
# <details><summary>Hint 1</summary>
#
# The mask is True where one *may* look. Which places are to be filled: where it is True, or where it is not?</details>
# <details><summary>Hint 2</summary>
#
# `masked_fill` and `masked_fill_` differ by one character. What does the second one do to its input?</details>
# <details><summary>Hint 3</summary>
#
# If you thought of adding `-inf * closed`: what is $0 \cdot \infty$?</details>


# %% id="apply-mask" exercise="apply_mask"
def apply_mask(scores, keep):
    """Set the scores of all closed places to -inf and leave the others as they are.

    Args:
        scores: float tensor of shape (..., T_q, T_k).
        keep: boolean mask, broadcastable to the shape of `scores`, True where a query may attend. None: everywhere.

    Returns:
        Tensor of the shape and dtype of `scores` (float16 and bfloat16 too), open scores to the last digit. Gradients flow
        through the open ones. `scores` and `keep` stay as they were (without a mask, `scores` itself will do).
    """
    # BEGIN SOLUTION
    if keep is None:
        return scores
    return scores.masked_fill(~keep, -math.inf)
    # END SOLUTION


# %% id="apply-look"
closed_scores = apply_mask(ripe_scores, keep_words[2])
pictures.heat_map(softmax(closed_scores), padded[2], keep=keep_words[2], title="John ate a ripe apple")

# %% [markdown] id="apply-after"
# *In the picture:* the three padding columns are hatched, the rest of each row sums to 100 %: *apple* puts 62 % on
# itself and 33 % on *ripe*; *John*, who asks for nothing, 20 % on each of the five words.

# %% [markdown] id="c-sdpa-text"
# ---
# # Part C · Attention
#
# ## 3.9 Putting it together
#
# *Apple* asks its question, every word of *Apple released a new iPhone model last week* holds up an answer. Four
# steps turn that into a new vector for *Apple*:
#
# 1. **score** each key against each query, $QK^\top$;
# 2. **scale** by $\sqrt{d_k}$, so that the scores do not grow with the width of the vectors;
# 3. **mask** what may not be seen, and turn each row into percentages with **softmax**;
# 4. **mix** the values with those percentages.
#
# The shapes tell the story: $(T_q, d_k) \cdot (d_k, T_k) \to (T_q, T_k)$, then $(T_q, T_k) \cdot (T_k, d_v) \to
# (T_q, d_v)$. One output for each query, as wide as a value. $T_k$ is summed away: it does not matter how many words
# there were to look at.
#
# One thing is left, the query that may look nowhere. Its row holds nothing but $-\infty$, and softmax of that is
# $0/0$, not a number. A NaN does not stay in its row: it reaches the loss, and then every weight of the model. So we
# agree: **who may look nowhere gets zero weights and a zero output**.

# %% [markdown] id="sdpa-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `scaled_dot_product_attention`. You have the pieces: call them. (Your own earlier functions may be used even
# if one of them is not right yet; the grader does not charge a mistake twice.)
#
# <details><summary>Hint 1</summary>
#
# Write the shape behind each line as a comment. Where does $d_k$ come from, and is it the first, the last or the
# middle size of `q`?</details>
# <details><summary>Hint 2</summary>
#
# Which axis of the scores runs over the keys? Softmax goes along that one.</details>
# <details><summary>Hint 3</summary>
#
# For the empty rows there are two ways: repair the NaN afterwards (`torch.nan_to_num`), or find the rows in which
# `keep` is nowhere True. Repair the weights *before* you mix, so that the output is right as well. (Repairing is safe in
# training too if the places were *filled* with $-\infty$. Had you *added* a mask of $-\infty$, the gradients of an empty
# row would be NaN.)</details>


# %% id="scaled-dot-product-attention" exercise="scaled_dot_product_attention"
def scaled_dot_product_attention(q, k, v, keep=None):
    """Mix the values by how well each query matches each key (Vaswani et al. 2017, eq. 1).

    Args:
        q: queries, float tensor of shape (..., T_q, d_k).
        k: keys, shape (..., T_k, d_k).
        v: values, shape (..., T_k, d_v).
        keep: boolean mask, broadcastable to (..., T_q, T_k), True where a query may attend. None: everywhere.

    Returns:
        output of shape (..., T_q, d_v), and the weights that made it, of shape (..., T_q, T_k). A row of the weights
        sums to 1; where a query may attend to nothing, its weights and its output are 0. Both have the dtype of the
        inputs (float16 and bfloat16 too), and gradients flow through the output. The inputs stay as they were.
    """
    # BEGIN SOLUTION
    scores = scale_scores(similarity_scores(q, k), q.shape[-1])  # (..., T_q, T_k)
    weights = torch.nan_to_num(softmax(apply_mask(scores, keep), dim=-1))  # an empty row is NaN, and becomes 0
    return weights @ v, weights
    # END SOLUTION


# %% [markdown] id="sdpa-look-text"
# First the two tokens of the beginning. Token B should take about 20 % from A and 80 % from itself, and land near
# $(1.6, 3.4)$.

# %% id="sdpa-two-tokens"
output_ab, weights_ab = scaled_dot_product_attention(q_ab, k_ab, v_ab)
print("new vectors of A and B:", output_ab, sep="\n")
pictures.heat_map(weights_ab, ["A", "B"], title="Two tokens", row=1)

# %% [markdown] id="sdpa-apple-text"
# *In the picture:* row A: 67 and 33 %; row B, framed: 20 and 80 %.
#
# Now the lecture's sentence three times: unmasked, causal, and with a mask in which *Apple* may look at *iPhone* only.
# **Before you run it:** in the second picture, what must the first row be? And how does the third differ from the
# first in the rows below *Apple*?

# %% id="sdpa-apple"
v_apple = embed(apple_released) @ TO_VALUE.T
only_iphone = torch.ones(8, 8, dtype=torch.bool)
only_iphone[0] = False
only_iphone[0, apple_released.index("iPhone")] = True

for title, keep in (("open", None), ("causal", causal_mask(8)), ("Apple may see iPhone only", only_iphone)):
    output, weights = scaled_dot_product_attention(q_apple, k_apple, v_apple, keep)
    print(f"{title:26} Apple's new vector (technology, fruit): {output[0]}")
    pictures.heat_map(weights, apple_released, keep=keep, title=title, row=0)

# %% [markdown] id="sdpa-after"
# *In the pictures:* open: *Apple* spreads over itself, *iPhone* and *model*; causal: a triangle, with 100 % on *Apple*
# in the first row; the third: 100 % on *iPhone* in the first row, and the other rows as they were. A mask acts on one
# row at a time.
#
# A test of causality that asks nothing about triangles: change a word, and nothing before it may change. Here the last
# word changes from *week* to *iPhone*.

# %% id="sdpa-causal-test"
changed = [*apple_released[:-1], "iPhone"]
q_new, k_new, v_new = (embed(changed) @ matrix.T for matrix in (TO_QUERY, TO_KEY, TO_VALUE))
for title, keep in (("open", None), ("causal", causal_mask(8))):
    before, _ = scaled_dot_product_attention(q_apple, k_apple, v_apple, keep)
    after, _ = scaled_dot_product_attention(q_new, k_new, v_new, keep)
    moved = [word for word, a, b in zip(apple_released, before, after, strict=True) if not torch.allclose(a, b)]
    print(f"{title:7} a new last word moves: {', '.join(moved)}")

# %% [markdown] id="self-text"
# ## 3.10 Self-attention: three matrices
#
# So far, queries, keys and values fell from the sky. In a model, all three are made of the same vectors $X$, one row
# for each word, by three learned matrices:
#
# $$Q = XW_Q, \qquad K = XW_K, \qquad V = XW_V$$
#
# *Self*-attention, as the sentence looks at itself. Why three? Because to ask, to offer and to hand over are three
# tasks. If keys were queries, *fluffy* would want *creature* exactly as much as *creature* wants *fluffy*.
#
# `nn.Linear(n, m, bias=False)` holds such a matrix. It stores it as (m, n) and computes $xW^\top$; our `TO_QUERY`,
# (2, 5), was written that way on purpose.

# %% [markdown] id="self-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `SelfAttention`, one head of self-attention with learned matrices. The names of the three attributes are
# fixed, so that weights can be loaded into it.
#
# <details><summary>Hint 1</summary>
#
# What is the width of what goes into each of the three, and of what comes out? Which two must agree, so that a dot
# product is possible?</details>
# <details><summary>Hint 2</summary>
#
# Nothing of 3.9 needs to be written again: `forward` makes three tensors, and hands them and the mask on.</details>


# %% id="self-attention" exercise="SelfAttention"
class SelfAttention(nn.Module):
    """One head of self-attention: a sequence looks at itself.

    Args (constructor):
        d_model: width of the vectors that come in, an int.
        d_k: width of queries and keys, an int.
        d_v: width of values, and so of the output, an int.

    Attributes:
        w_q, w_k, w_v: nn.Linear without bias, from d_model to d_k, d_k and d_v.
    """

    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        # BEGIN SOLUTION
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)
        # END SOLUTION

    def forward(self, x, keep=None):
        """Let every position of x look at all positions of x that it may see.

        Args:
            x: float tensor of shape (..., T, d_model).
            keep: boolean mask, broadcastable to (..., T, T), True where a query may attend. None: everywhere.

        Returns:
            output of shape (..., T, d_v) and weights of shape (..., T, T). Gradients reach the matrices, and x.
        """
        # BEGIN SOLUTION
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)
        # END SOLUTION


# %% [markdown] id="self-look-text"
# The scene that all this was for. One head, with the matrices that we chose, and a batch of three sentences with the
# word *apple*. It goes in with **one** static vector. Where does it come out?

# %% id="self-look"
head = SelfAttention(d_model=5, d_k=2, d_v=2)
head.load_state_dict({"w_q.weight": TO_QUERY, "w_k.weight": TO_KEY, "w_v.weight": TO_VALUE})
with torch.no_grad():
    contextual, head_weights = head(batch, keep_words)

static_apple = embed(["apple"])[0] @ TO_VALUE.T
moves = {}
for n, company in enumerate(("beside mobile", "beside iPhone, model", "beside ripe")):
    position = [word.lower() for word in sentences[n]].index("apple")
    moves[company] = (static_apple, contextual[n, position])
pictures.plane(
    {"apple, static": static_apple},
    moves=moves,
    axes=("technology", "fruit"),
    title="One static vector, three contexts",
)
pictures.heat_map(head_weights[0], padded[0], keep=keep_words[0], title="John recently bought an apple mobile", row=4)

# %% [markdown] id="self-after"
# *In the pictures:* from the static point (1.0, 1.4), two arrows lead down and to the right, to technology (with
# *mobile*; with *iPhone model*), one up and to the left, to fruit (with *ripe*); and in the heat map the row *apple*
# looks at itself and at *mobile*.
#
# These are **contextual embeddings**: the same word, another vector in each sentence. Here we chose the matrices; in
# training, gradients do. The rest is the same.
#
# One thing this head cannot do. Shuffle the words, and each word still comes out with the same vector, only in another
# place. Attention sees a set of words, not their order; that is why assignment 2 added positions.

# %% id="self-shuffle"
shuffled = [1, 5, 0, 4, 3, 2]  # "recently mobile John apple an bought"
x = embed(sentences[0])
with torch.no_grad():
    plain, mixed = head(x)[0], head(x[shuffled])[0]
print(" ".join(sentences[0][i] for i in shuffled))
print("the same vectors in another order:", torch.allclose(plain[shuffled], mixed, atol=1e-6))

# %% [markdown] id="cross-text"
# ## 3.11 Cross-attention: two sequences
#
# To translate, the sentence that is being written looks at the sentence that is being read. **The queries come from
# the one that is written, the keys and the values from the one that is read** (in the paper: "the memory keys and
# values come from the output of the encoder", §3.2.3). They may have different lengths and different widths, so the
# picture is a rectangle: a row for each French word, a column for each English word.
#
# **Before you go on:** English has 6 tokens, French 7. What is the shape of the weights? How many output vectors are
# there?

# %% [markdown] id="cross-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 10 minutes
#
# Write `CrossAttention`: `x` asks, `memory` answers.
#
# <details><summary>Hint 1</summary>
#
# Go through the three matrices and ask of each: does it read `x`, or `memory`? How wide is what it reads?</details>
# <details><summary>Hint 2</summary>
#
# A weight for each memory position multiplies a value. So of how many values must there be, and whose are
# they?</details>


# %% id="cross-attention" exercise="CrossAttention"
class CrossAttention(nn.Module):
    """One head of cross-attention: one sequence looks at another.

    Args (constructor):
        d_model: width of the vectors that ask (the decoder's), an int.
        d_memory: width of the vectors that answer (the encoder's output), an int.
        d_k: width of queries and keys, an int.
        d_v: width of values, and so of the output, an int.

    Attributes:
        w_q: nn.Linear without bias, from d_model to d_k.
        w_k, w_v: nn.Linear without bias, from d_memory to d_k and d_v.
    """

    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        # BEGIN SOLUTION
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_memory, d_v, bias=False)
        # END SOLUTION

    def forward(self, x, memory, keep=None):
        """Let every position of x look at the positions of memory that it may see.

        Args:
            x: float tensor of shape (..., T_q, d_model).
            memory: float tensor of shape (..., T_k, d_memory).
            keep: boolean mask, broadcastable to (..., T_q, T_k), True where a query may attend. None: everywhere.

        Returns:
            output of shape (..., T_q, d_v) and weights of shape (..., T_q, T_k). Gradients reach the matrices, x and memory.
        """
        # BEGIN SOLUTION
        return scaled_dot_product_attention(self.w_q(x), self.w_k(memory), self.w_v(memory), keep)
        # END SOLUTION


# %% [markdown] id="cross-look-text"
# A head that translates, made by hand. Each word is a vector with a single 1 in its own column (*one-hot*), so $W_Q$
# becomes a dictionary: it says for each French word which English word to ask for. Only the start token and the name are
# the same in both languages.

# %% id="cross-look"
english = ["<sos>", "John", "ate", "a", "ripe", "apple"]
french = ["<sos>", "John", "a", "mangé", "une", "pomme", "mûre"]
dictionary = {
    "mangé": "ate",
    "a": "ate",
    "une": "a",
    "pomme": "apple",
    "mûre": "ripe",
    "John": "John",
    "<sos>": "<sos>",
}

asks_for = torch.zeros(6, 7)  # (d_k, d_model): one column for each French word
for column, word in enumerate(french):
    asks_for[english.index(dictionary[word]), column] = 9.0

translator = CrossAttention(d_model=7, d_memory=6, d_k=6, d_v=6)
translator.load_state_dict({"w_q.weight": asks_for, "w_k.weight": torch.eye(6), "w_v.weight": torch.eye(6)})
with torch.no_grad():
    _, alignment = translator(torch.eye(7), torch.eye(6))
pictures.heat_map(alignment, french, english, title="French asks, English answers")

# %% [markdown] id="cross-after"
# *In the picture:* a rectangle, 7 by 6, dark near the diagonal, with one crossing: *pomme* looks at *apple* and
# *mûre* at *ripe*, which stand the other way round in English. Both *a* and *mangé* look at *ate*.
#
# This is why attention was invented: Bahdanau, Cho and Bengio (2015) found such an alignment learned, without anybody
# having drawn it. In the next assignment you will train one.
#
# Look at the two words spelled *a*. The French one asks for *ate*, the English one is an article. In this head they
# never meet: one is a query, the other a key.

# %% [markdown] id="d-text"
# ---
# # Part D · Be the attention
#
# Training finds $Q$ and $K$. To understand what it can find, take its place: there is a wish, and you choose the
# vectors such that the formula fulfils it. Nothing but $q$ and $k$ is in your hands; score, scale, softmax and mix go
# on as ever.
#
# Two things to think of:
#
# - *A score is high where q and k point the same way.* So: a **name tag**. Give each thing a direction of its own (a
#   one-hot vector), and let the query point at the name it wants.
# - *Softmax turns differences into percentages, and the scaling makes the differences smaller.* Right direction is
#   not enough, you also need strength. With two keys, a lead of $\ln 4 \approx 1.4$ gives 80 %. How much lead gives
#   99 % against 49 others?

# %% [markdown] id="shift-exercise" tags=["exercise"]
# ## 3.12 A head that shifts
#
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 15 minutes
#
# Write `shift_head`: queries and keys with which each word looks `by` places back, with at least 99 % of its weight.
# With `by=0` each word copies itself; with `by=1` it looks at the word before it, as heads of real models do (Clark
# et al. 2019 found such heads in BERT). The first words, which have nobody that far back, look at word 0.
#
# *Given:* the width of the vectors is yours to choose. Position is all that you know of a word.
#
# <details><summary>Hint 1</summary>
#
# Let key $j$ be the name tag of position $j$. Whose name should query $i$ carry?</details>
# <details><summary>Hint 2</summary>
#
# `torch.eye(length)` is a list of name tags. Which row of it does query $i$ need? For word 0 and `by=1`, what does
# $0 - 1$ pick in Python, and what should it be?</details>
# <details><summary>Hint 3</summary>
#
# Strength: after the division by $\sqrt{d_k}$ a lead $s$ must satisfy $e^s \geq 99 \cdot 49$ for 50 words. If the
# width grows with the length, so does what is divided by.</details>


# %% id="shift-head" exercise="shift_head"
def shift_head(length, by=1):
    """Queries and keys with which every word looks `by` places back.

    Used as scaled_dot_product_attention(q, k, v): there, no mask is given, and scores are divided by √d as usual.

    Args:
        length: number of words T, an int from 1 to 50.
        by: how many places back, an int from 0 to 49. 0: every word looks at itself.

    Returns:
        q and k, two finite float tensors of shape (T, d) with any width d ≥ 1. Word i gives at least 99 % of its weight
        to word i - by, or to word 0 if there is no such word.
    """
    # BEGIN SOLUTION
    names = torch.eye(length)
    wanted = (torch.arange(length) - by).clamp(min=0)
    strength = 20.0 * math.sqrt(length)  # a lead of 20 after scaling: e^20 leaves nothing to 49 others
    return strength * names[wanted], names
    # END SOLUTION


# %% id="shift-look"
three_heads = []
for by in (0, 1, 2):
    q, k = shift_head(len(creature_words), by)
    _, weights = scaled_dot_product_attention(q, k, torch.eye(len(creature_words)))
    three_heads.append(weights)
    print(f"by={by}:", " ".join(creature_words[int(j)] for j in weights.argmax(-1)))
pictures.heat_maps(three_heads, creature_words, titles=["copy (by = 0)", "shift (by = 1)", "shift (by = 2)"])

# %% [markdown] id="shift-after"
# *In the pictures:* a dark diagonal that moves down by one row from each picture to the next, and stays in column 0
# where it would leave the picture.

# %% [markdown] id="select-exercise" tags=["exercise"]
# ## 3.13 A head that selects
#
# Back to the lecture's creature. Its query is "are there any adjectives that describe me?", and *fluffy* and *blue*
# answer. *Verdant* is an adjective as well, yet it answers to *forest*. Let us number the questions: *creature* asks
# question 1, *fluffy* and *blue* answer question 1; *forest* asks question 2, *verdant* answers it. All other words ask
# nothing and answer nothing.
#
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 15 minutes
#
# Write `select_head`: a word that asks a question spreads at least 99 % of its weight evenly over the words that
# answer it. A word that asks nothing spreads its weight evenly over all.
#
# <details><summary>Hint 1</summary>
#
# What is the row of weights of a query that is the zero vector? (You saw it in 3.4: *week*.)</details>
# <details><summary>Hint 2</summary>
#
# Give each *question* a name tag: a query points at the question it asks, a key at the question it answers. What do
# "asks nothing" and "answers nothing" point at? Watch out that these two do not match each other.</details>
# <details><summary>Hint 3</summary>
#
# If two keys answer, their scores are equal; what does softmax do with equal scores?</details>


# %% id="select-head" exercise="select_head"
def select_head(asks, answers):
    """Queries and keys with which every word looks at the words that answer its question.

    Used as scaled_dot_product_attention(q, k, v): there, no mask is given, and scores are divided by √d as usual.

    Args:
        asks: for each of the T words (1 ≤ T ≤ 50) the number of the question that it asks, a list of int; 0: asks
            nothing.
        answers: for each word the number of the question that it answers, a list of int; 0: answers nothing.

    Returns:
        q and k, two finite float tensors of shape (T, d) with any width d ≥ 1. A word that asks question n gives at
        least 99 % of its weight to the words that answer n, to each the same. A word that asks nothing, or a question
        that nobody answers, gives every word the same weight.
    """
    # BEGIN SOLUTION
    questions = sorted(set(asks) - {0})  # a column for each question; nothing has no column
    asked = torch.tensor([[float(word == n) for n in questions or [-1]] for word in asks])
    answered = torch.tensor([[float(word == n) for n in questions or [-1]] for word in answers])
    return 20.0 * math.sqrt(asked.shape[1]) * asked, answered
    # END SOLUTION


# %% id="select-look"
#       A  fluffy blue creature roamed the verdant forest
asks = [0, 0, 0, 1, 0, 0, 0, 2]
answers = [0, 1, 1, 0, 0, 0, 2, 0]
q, k = select_head(asks, answers)
_, weights = scaled_dot_product_attention(q, k, torch.eye(8))
pictures.heat_map(weights, creature_words, title="Nouns look for their adjectives", row=3)

# %% [markdown] id="select-after"
# *In the picture:* the framed row *creature* gives 50 % to *fluffy* and 50 % to *blue*; *forest* gives 100 % to
# *verdant*; all other rows are even, 12.5 % everywhere (printed as 12).
#
# **To think about:** `shift_head` knows positions and no words, `select_head` words and no positions. How would a
# head tell *blue creature … verdant forest* from *verdant creature … blue forest*, with no numbers given from
# outside? (It needs both in one vector. Assignment 2 made that vector: embedding **plus** position.)

# %% [markdown] id="learn-text"
# ## 3.14 The same head, learned
#
# Now step back and let training choose. Give a head nothing but words and their positions, and ask it for the word
# before each word. Nobody tells it to look one place back: it is told only how far its answer is from the right one, the
# **loss**, and the gradients say which way to move $W_Q$, $W_K$ and $W_V$.
#
# Can they reach $W_Q$ at all, behind a softmax? Only if it is not sure of itself yet. Below, the gradient that arrives at
# the softmax's input, on average over 500 queries with eight keys each: 500 times the same question, how much would the
# output change if a score changed? **Before you run it:** as the vectors get wider, what will scaling have to do with it?

# %% id="learn-gradients"
gradients = {}
for width, numbers in raw_scores.items():  # those of 3.3
    handed_over = torch.randn(500, 8, generator=torch.Generator().manual_seed(5))
    for title, enters in (("not scaled", numbers), ("scaled", scale_scores(numbers, width))):
        enters = enters.reshape(500, 8).clone().requires_grad_()
        (softmax(enters) * handed_over).sum().backward()
        gradients[title, width] = float(enters.grad.norm(dim=-1).mean())
        print(f"d_k = {width:3}, {title:10}: {gradients[title, width]:.3f}")

# %% [markdown] id="learn-exercise" tags=["exercise"]
# *In the numbers:* scaled, the gradient is about the same for every width. Not scaled, it shrinks as the vectors get wider,
# to less than a fifth of it at 512: softmax has made up its mind by chance, and little comes back to change it.
#
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `train_head`, the training loop of a head. (It is the loop of every training in this course.)
#
# <details><summary>Hint 1</summary>
#
# A step is: output, loss, gradients, move. `optimizer.step()` moves; what computes the gradients, and what happens to the
# old ones?</details>
# <details><summary>Hint 2</summary>
#
# `loss.backward()` *adds* to the gradients that are there. `optimizer.zero_grad()` clears them, once a step. `loss.item()`
# is the loss as a plain number.</details>


# %% id="train-head" exercise="train_head"
def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    """Train a head so that its output comes near a target, by Adam on the mean squared error.

    Args:
        head: a module that is called as head(x, keep) and returns (output, weights), such as SelfAttention.
        x: float tensor of shape (..., T, d_model).
        target: float tensor of the output's shape.
        keep: boolean mask for the head, or None.
        steps: number of steps, an int.
        lr: learning rate of torch.optim.Adam, a float; everything else as Adam has it.

    Returns:
        The losses, a list of `steps` floats: each is the loss before its step. The head is changed.
    """
    # BEGIN SOLUTION
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    # END SOLUTION


# %% [markdown] id="learn-look-text"
# Forty sentences of eight words, drawn from ten words at random. A word comes in as a one-hot vector, and behind it its
# position, one-hot too: 18 numbers. The target is the word before; the first word is to give itself.
# **Before you run it:** what will the table of weights look like, if the head finds what you found in 3.12?

# %% id="learn-look"
if "NBGRADER_EXECUTION" not in os.environ:  # where it is only graded, nobody looks
    generator = torch.Generator().manual_seed(1)
    drawn = torch.randint(10, (40, 8), generator=generator)
    letters = torch.eye(10)[drawn]
    learn_x = torch.cat([letters, torch.eye(8).expand(40, 8, 8)], dim=-1)
    learn_target = letters[:, [0, 0, 1, 2, 3, 4, 5, 6]]

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so small a head is faster on one
    torch.manual_seed(3)
    learned_head = SelfAttention(d_model=18, d_k=8, d_v=10)
    learn_losses = train_head(learned_head, learn_x, learn_target, steps=200)
    torch.set_num_threads(threads)

    q, k = shift_head(8, 1)
    _, by_hand = scaled_dot_product_attention(q, k, torch.eye(8))
    with torch.no_grad():
        _, learned = learned_head(learn_x)
    learned = learned.mean(0)
    print(f"loss {learn_losses[0]:.3f} at first, {learn_losses[-1]:.4f} at the end")
    back = [max(i - 1, 0) for i in range(8)]
    print(f"weight on the word before: {100 * learned[range(8), back].min():.0f} % at least")
    pictures.heat_maps(
        [by_hand, learned], [f"word {i}" for i in range(8)], titles=["made by hand (3.12)", "learned"], per_row=2
    )


# %% [markdown] id="learn-after"
# *In the pictures:* the same staircase twice. The learned head was never told to look back; it is what makes the loss
# small. Look at what it needed: to find the *place* of the word before, $W_Q$ and $W_K$ use the positions, and to hand
# over *which* word it is, $W_V$ uses the words. What a head looks by and what it passes on are two things.
#
# Heads like this one are found in trained models (Clark et al. 2019), and in models that write they are the first half of
# a circuit that copies what once followed a word (Olsson et al. 2022).

# %% [markdown] id="end"
# ---
# # What you have built
#
# You started from two tokens and a dot product, and ended with modules that could stand in a translator. Along the way:
#
# - the **scores** compare each query with each key; one row for each query;
# - **scaling** by $\sqrt{d_k}$ keeps softmax from deciding by chance;
# - **masks** act on scores, before the softmax; True means "may look"; who may look nowhere gets zeros;
# - **self-attention** turns static vectors into contextual ones, **cross-attention** lets one sequence ask another;
# - a head **shifts**, **copies** or **selects**, all with the same formula: what differs is $Q$ and $K$; training
#   finds them, as long as gradients come back through the softmax.
#
# **Where it goes.** One head can put only one question at a time. In assignment 4 several heads work side by side,
# and attention gets what it needs to be stacked: residuals, normalisation, a feed-forward layer.
#
# **To think about until then.** The table of scores has $T_q \times T_k$ entries. What does a document of 100,000 words
# cost, compared with one of 1,000?
#
# ### Sources
#
# - A. Vaswani et al.: *Attention Is All You Need*, NeurIPS 2017, <https://arxiv.org/abs/1706.03762>. §3.2.1 (the
#   formula, the scaling; footnote 4: the variance), §3.2.3 (self-, cross- and masked attention).
# - D. Bahdanau, K. Cho, Y. Bengio: *Neural Machine Translation by Jointly Learning to Align and Translate*, ICLR 2015,
#   <https://arxiv.org/abs/1409.0473>. Alignments, fig. 3.
# - K. Clark et al.: *What Does BERT Look At?*, BlackboxNLP 2019, <https://arxiv.org/abs/1906.04341>. Heads that look
#   at the previous word, at the next, at [SEP].
# - C. Olsson et al.: *In-context Learning and Induction Heads*, 2022, <https://arxiv.org/abs/2209.11895>. Previous-token
#   heads as the first half of induction heads.
# - G. Sanderson (3Blue1Brown): *Attention in transformers, step-by-step*, 2024,
#   <https://www.3blue1brown.com/lessons/attention>. The fluffy blue creature; queries on top.
# - PyTorch: `torch.nn.functional.scaled_dot_product_attention`,
#   <https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html>. The
#   function that your results are compared with.
