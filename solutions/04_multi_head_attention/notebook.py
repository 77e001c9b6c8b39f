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
# # Assignment 4 · Multi-head attention
#
# In the last assignment one attention gave each word **one** row of percentages. But *Apple*, in *Apple released a new
# iPhone model last week*, wants to know several things at once: what did it do? what did it release? when? One row of
# percentages is one answer.
#
# The lecture's remedy: **cut the vector into parts, learn attention in each part, join the parts again.** Each part is
# called a *head*, and each head is free to learn another aspect.
#
# You will build, in this order:
#
# | | exercises | points |
# |---|---|---|
# | A | the heads: cut, attend, join, compare with PyTorch, silence a head | {{ points of split_heads to ablate_heads }} |
# | B | the block around them: layer norm, feed-forward, the encoder block, BERT's embeddings | {{ points of LayerNorm to BertEmbeddings }} |
# | C | a second sequence: a decoder that writes English names in Hebrew letters, shows where it looks, and does nothing twice | {{ points of DecoderBlock to attend_with_cache }} |
# | D | what it costs, in parameters and in arithmetic | {{ points of count_parameters to count_flops }} |
# | E | the finale: a real, pre-trained model's weights inside **your** modules | {{ points of bert_weights }} |
#
# The exercises take about {{ hours of all }} hours. At the end your code computes the same numbers as a published model of
# 22.6 million parameters.
#
# **How your work is checked.** After each exercise, `grader.check("…")` runs the public checks:
# {{ public points of all }} of the {{ points of all }} points. Hidden checks carry the other {{ hidden points of all }};
# they test what the text asks for with other sizes, masks and weights. Later exercises take earlier modules as arguments, so a mistake in one class does not cost you points in the next.
#
# **You need from assignment 3:** scaled dot-product attention. Have your solution at hand.

# %% id="imports" tags=["setup"]
import math

import attention_pictures
import head_pictures
import place_names
import reference_bert
import torch
from place_names import EOS, PAD, SOS
from torch import nn
from torch.nn import functional as F

_ = torch.manual_seed(0)

# %% [markdown] id="conventions"
# ## Conventions
#
# The letters below mean the same in every docstring.
#
# | letter | meaning | in the finale |
# |---|---|---|
# | `B` | sequences in a batch | 1 |
# | `T`, `T_q`, `T_k` | tokens in a sequence; tokens that ask (queries); tokens that are asked (keys) | 10 |
# | `d_model` | width of a token's vector | 384 |
# | `H`, `n_heads` | number of heads | 12 |
# | `d_head` | width of one head's part, `d_model / H` | 32 |
# | `d_ff` | width inside the feed-forward network | 1,536 |
#
# A boolean mask is called `keep`, and it is **True where a query may attend**, as in
# `torch.nn.functional.scaled_dot_product_attention`. Careful: `nn.MultiheadAttention`'s own masks are the opposite
# (True = *hidden*). A query that may attend to nothing gets zero weights, never NaN.

# %% [markdown] id="part-a"
# ---
# # Part A · The heads
#
# ## 4.1 Cut
#
# A token's vector has `d_model` numbers. The first `d_head` of them go to head 0, the next `d_head` to head 1, and so on.
#
# After the cut, heads should stand where PyTorch expects a batch: *before* the token axis. Then one matrix product
# computes the attention of all heads of all sequences at once, and no head can see another's part.
#
# Follow the shape: $(B, T, d_{model}) \to (B, T, H, d_{head}) \to (B, H, T, d_{head})$. The first step counts
# differently, the second one moves numbers.

# %% [markdown] id="split-heads-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `split_heads`: cut each token's vector into `n_heads` consecutive parts and bring the heads to the front.
#
# *Given:* nothing but tensor methods (`view`, `reshape`, `unflatten`, `transpose`, `permute`, …).
#
# <details><summary>Hint 1</summary>Which axis has to become two? What are the sizes of the two?</details>
# <details><summary>Hint 2</summary>After that you have (B, T, H, d_head). What is still in the wrong place?</details>
# <details><summary>Hint 3</summary>Why can one <code>view(B, H, T, d_head)</code> not do both? Follow the numbers 0, 1,
# 2, … of a small <code>torch.arange</code>: <code>view</code> never moves a number, it only counts
# differently.</details>


# %% id="split-heads" exercise="split_heads"
def split_heads(x, n_heads):
    """Cut each token's vector into consecutive parts, one for each head.

    Args:
        x: tensor of shape (B, T, d_model).
        n_heads: H, the number of heads.

    Returns:
        Tensor of shape (B, H, T, d_head) with d_head = d_model / H, of x's dtype. Entry [b, h, t] holds the features
        h·d_head … (h+1)·d_head − 1 of token t. Gradients flow through it.

    Raises:
        ValueError: if n_heads does not divide d_model.
    """
    # BEGIN SOLUTION
    batch, length, d_model = x.shape
    if d_model % n_heads:
        raise ValueError(f"{n_heads} heads cannot share {d_model} features evenly")
    return x.reshape(batch, length, n_heads, d_model // n_heads).transpose(1, 2)
    # END SOLUTION


# %% [markdown] id="split-heads-picture-text"
# Below, feature `c` of token `t` is the number `10·t + c`, so the tens digit tells the token and the ones digit the
# feature. **Before you run it:** which numbers does head 1 hold?

# %% id="split-heads-picture"
small = torch.tensor([[[10 * token + feature for feature in range(6)] for token in range(3)]])
head_pictures.cut(small[0], split_heads(small, n_heads=3)[0])

# %% [markdown] id="split-heads-picture-says"
# *In the picture:* on the left three tokens of six features, on the right three small tables, one for each head. Each
# keeps all three tokens (tens 0, 1, 2); head 1 holds the features 2 and 3.

# %% [markdown] id="merge-heads-text"
# ## 4.2 Join
#
# After attention each head has its own (T, d_head) table. Joining lays them side by side again, head 0 first, so that
# each token has one vector of width `d_model`: `concat(head₁, …, head_h)` in the paper (Vaswani et al. 2017, §3.2.2).

# %% [markdown] id="merge-heads-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `merge_heads`: what `split_heads` took apart comes together again, each number where it was.
#
# <details><summary>Hint 1</summary>Undo the two steps of <code>split_heads</code>. In which order?</details>
# <details><summary>Hint 2</summary><code>view</code> complains about strides after a <code>transpose</code>. Who does
# not complain, and why? (<code>reshape</code> copies where it must; so does <code>contiguous()</code>.)</details>


# %% id="merge-heads" exercise="merge_heads"
def merge_heads(x):
    """Lay the heads' parts side by side again; the inverse of `split_heads`.

    Args:
        x: tensor of shape (B, H, T, d_head).

    Returns:
        Tensor of shape (B, T, H·d_head), head 0's features first, of x's dtype. Gradients flow through it.
    """
    # BEGIN SOLUTION
    batch, n_heads, length, d_head = x.shape
    return x.transpose(1, 2).reshape(batch, length, n_heads * d_head)
    # END SOLUTION


# %% [markdown] id="round-trip-text"
# The round trip must give back what went in. **A question:** a colleague writes `x.view(B, H, T, d_head)` to cut and
# `x.view(B, T, d_model)` to join. Does the round trip notice? What would the heads have seen in between?

# %% id="round-trip"
x = torch.randn(2, 5, 12)
print("round trip gives back x:", torch.equal(merge_heads(split_heads(x, 4)), x))
colleague = small.view(1, 3, 3, 2)
print("and the colleague's:    ", torch.equal(colleague.view(1, 3, 6), small))
print("the colleague's head 0: ", colleague[0, 0].tolist(), "(tens digit = token: it holds one token only)")

# %% [markdown] id="mha-text"
# ## 4.3 The layer
#
# $$\operatorname{MultiHead}(Q, K, V) = \operatorname{concat}(\text{head}_1, \ldots, \text{head}_H)\,W^O, \qquad
# \text{head}_i = \operatorname{Attention}(QW_i^Q,\; KW_i^K,\; VW_i^V)$$
#
# (Vaswani et al. 2017, §3.2.2.) The paper gives each head its own matrices of shape (d_model, d_head). In code they lie
# side by side in **one** matrix of shape (d_model, d_model): project once, then cut. So cutting comes *after* the
# projection, and every head can draw on the whole vector.
#
# The last matrix, $W^O$, is what makes heads a team: without it, head 0's result could only ever reach the first
# `d_head` features.
#
# | step | shape |
# |---|---|
# | project, three times | (B, T, d_model) |
# | cut | (B, H, T, d_head) |
# | score, scale, mask, softmax: in each head | (B, H, T_q, T_k) |
# | mix the values | (B, H, T_q, d_head) |
# | join, then $W^O$ | (B, T_q, d_model) |
#
# Each head scales by its own width: $\sqrt{d_{head}}$, not $\sqrt{d_{model}}$. The reason is the one you measured in
# assignment 3: the dot product is now a sum of `d_head` products.

# %% [markdown] id="mha-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 45 minutes
#
# Write the class `MultiHeadAttention`: several heads at once, each with its own part of the projected vectors. Use your
# `split_heads`, `merge_heads` and the four lines of scaled dot-product attention from assignment 3.
#
# <details><summary>Hint 1</summary>Write the shape behind each line as a comment. Where does the H appear, where does
# it vanish?</details>
# <details><summary>Hint 2</summary>The scores have four axes (B, H, T_q, T_k), the mask has two or three. Broadcasting
# aligns axes <i>from the right</i>. Which axis of a (B, T_q, T_k) mask would meet the heads? Where do you need a new
# axis of size 1? (<code>unsqueeze(-3)</code> counts from the right.)</details>
# <details><summary>Hint 3</summary>If B happens to equal H, a mask in the wrong place raises no error at all: sequence
# 0's mask then hides keys in head 0. Test with B = H.</details>


# %% id="mha" exercise="MultiHeadAttention"
class MultiHeadAttention(nn.Module):
    """Attention in several heads at once (Vaswani et al. 2017, §3.2.2), without dropout.

    Attributes (their names are the names in `state_dict()`, please keep them; nothing else is in it):
        q_proj, k_proj, v_proj, out_proj: nn.Linear(d_model, d_model), each with a bias.
    """

    def __init__(self, d_model, n_heads):
        """Make the four projections; n_heads divides d_model."""
        super().__init__()
        # BEGIN SOLUTION
        self.n_heads = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)
        # END SOLUTION

    def forward(self, query, key, value, keep=None):
        """Let each query gather values, in each head on its own.

        Args:
            query: tensor of shape (B, T_q, d_model), who asks.
            key: tensor of shape (B, T_k, d_model), who is asked.
            value: tensor of shape (B, T_k, d_model), what is gathered.
            keep: boolean of shape (T_q, T_k), (B, 1, T_k) or (B, T_q, T_k), the same for all heads; True where a
                query may attend (the opposite of nn.MultiheadAttention's masks). None: everywhere.

        Returns:
            output of shape (B, T_q, d_model), and weights of shape (B, H, T_q, T_k), whose rows sum to 1. A query that
            may attend to nothing has the weights 0, so its output is out_proj's bias. Gradients reach the projections,
            query, key and value.
        """
        # BEGIN SOLUTION
        q = split_heads(self.q_proj(query), self.n_heads)  # (B, H, T_q, d_head)
        k = split_heads(self.k_proj(key), self.n_heads)  # (B, H, T_k, d_head)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # (B, H, T_q, T_k)
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)  # one mask for all heads
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
        # END SOLUTION


# %% [markdown] id="hand-made-text"
# **Three aspects at once.** The weights below were set by hand, as you did in assignment 3: head 0 looks at the word
# itself, head 1 at the word before, head 2 at the words that matter to *Apple* (*Apple*, *iPhone*, *model*).
#
# **Before you run it:** what will the row *Apple* look like in head 1? There is no word before it.

# %% id="hand-made"
words, x, state = head_pictures.three_aspects()
attention = MultiHeadAttention(d_model=24, n_heads=3)
attention.load_state_dict(state)
with torch.no_grad():
    output, weights = attention(x, x, x)
titles = ["head 0: itself", "head 1: the word before", "head 2: what matters"]
_ = attention_pictures.heat_maps(weights[0], words, titles=titles)

# %% [markdown] id="hand-made-says"
# *In the pictures:* head 0 is a diagonal. Head 1 is the diagonal moved one to the left; *Apple*, which has nobody
# before it, asks for nothing and spreads itself evenly. Head 2 has three dark columns, 33 % each.
#
# One head could not do all three: its row has only one 100 % to give.

# %% [markdown] id="from-torch-text"
# ## 4.4 The same numbers as PyTorch
#
# PyTorch has this layer too: `nn.MultiheadAttention`. If yours is right, the same weights give the same output. But its
# weights have other names. One look at its `state_dict()` shows how they are kept.

# %% id="torch-names"
theirs = nn.MultiheadAttention(embed_dim=24, num_heads=3, batch_first=True)
mine = MultiHeadAttention(d_model=24, n_heads=3)
reference_bert.name_lists({"PyTorch's nn.MultiheadAttention": theirs.state_dict(), "your layer": mine.state_dict()})

# %% [markdown] id="from-torch-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `weights_from_torch`: take the `state_dict()` of an `nn.MultiheadAttention`, give back one that
# `MultiHeadAttention.load_state_dict` accepts. Nothing is computed; tensors are cut and get other names.
#
# <details><summary>Hint 1</summary>72 = 3 · 24. Which three matrices lie on top of each other, and in which order does
# the name of the method, attention(Q, K, V), suggest?</details>
# <details><summary>Hint 2</summary><code>nn.Linear</code> keeps its weight as (out features, in features). So along
# which axis are the three stacked? <code>chunk(3)</code> cuts along the first.</details>


# %% id="from-torch" exercise="weights_from_torch"
def weights_from_torch(state):
    """Rename and cut the weights of an nn.MultiheadAttention for a `MultiHeadAttention`.

    Args:
        state: dict, name -> tensor, with `in_proj_weight` (3·d_model, d_model), whose rows are those of the query, the
            key and the value projection in this order, `in_proj_bias` (3·d_model,), `out_proj.weight` and
            `out_proj.bias`.

    Returns:
        A new dict, name -> tensor, with the eight names `q_proj.weight`, `q_proj.bias`, `k_proj.weight`, …,
        `out_proj.bias`. `state` stays as it is.
    """
    # BEGIN SOLUTION
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    for kind in ("weight", "bias"):
        for letter, part in zip("qkv", state[f"in_proj_{kind}"].chunk(3), strict=True):
            renamed[f"{letter}_proj.{kind}"] = part
    return renamed
    # END SOLUTION


# %% [markdown] id="same-as-torch-text"
# Now the comparison, with padding: the last two keys are hidden. Notice the `~`: PyTorch's `key_padding_mask` is True
# where a key is *hidden*.

# %% id="same-as-torch"
mine.load_state_dict(weights_from_torch(theirs.state_dict()))
x = torch.randn(2, 7, 24)
keep = torch.arange(7).expand(2, 1, 7) < 5
with torch.no_grad():
    output, weights = mine(x, x, x, keep)
    expected, expected_weights = theirs(x, x, x, key_padding_mask=~keep[:, 0], average_attn_weights=False)
for name, ours, torchs in (("output", output, expected), ("weights", weights, expected_weights)):
    print(f"largest difference of the {name}: {(ours - torchs).abs().max():.1e}")

# %% [markdown] id="same-as-torch-says"
# Differences near $10^{-7}$ are what float32 rounds away: the two add up in another order. What would a *wrong* scale
# cost? About $10^{-1}$, a million times as much. So "the same numbers" is a sharp test, and you will meet it again.

# %% [markdown] id="ablation-text"
# ## 4.5 What is a head worth?
#
# Take a head away and see what changes: an *ablation*. Michel et al. (2019) did it to trained translation models and
# found that many heads can be removed with hardly any loss.
#
# Why is it so easy to remove one? $W^O$ is applied to parts that lie side by side, so the product falls apart into a
# sum:
#
# $$\operatorname{concat}(\text{head}_1, \ldots, \text{head}_H)\,W^O = \sum_i \text{head}_i\,W_i^O$$
#
# Each head *adds* something of its own to the output (Elhage et al. 2021). Silencing a head means leaving out its term,
# and nothing else: the others keep their size, and the bias stays. (In older code transformers did it by `head_mask`; today
# it takes that argument and ignores it, without a word.)

# %% [markdown] id="ablation-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `ablate_heads`: the output of the layer if some heads said nothing.
#
# <details><summary>Hint 1</summary>What would a head have to say in order to add nothing to a sum?</details>
# <details><summary>Hint 2</summary><code>mixed</code> belongs to the caller. How do you change a tensor without
# changing theirs?</details>
# <details><summary>Hint 3</summary><code>nn.Linear</code> computes x Wᵀ + b.</details>


# %% id="ablation" exercise="ablate_heads"
def ablate_heads(mixed, out_weight, out_bias, drop):
    """The output of multi-head attention with some heads silenced.

    Args:
        mixed: tensor of shape (B, H, T, d_head), each head's mix of values (weights @ v), before the heads are joined.
        out_weight: weight of `out_proj`, shape (d_model, d_model), as nn.Linear keeps it: (out, in).
        out_bias: bias of `out_proj`, shape (d_model,).
        drop: list of the numbers of the heads to silence; may be empty.

    Returns:
        Tensor of shape (B, T, d_model). The inputs stay as they are.
    """
    # BEGIN SOLUTION
    kept = mixed.clone()
    kept[:, list(drop)] = 0
    return merge_heads(kept) @ out_weight.T + out_bias
    # END SOLUTION


# %% [markdown] id="ablation-demo-text"
# The three hand-made heads again. How far does each word's vector move when one head falls silent?
#
# **Before you run it:** for which word will the loss of head 1 be small?

# %% id="ablation-demo"
words, x, state = head_pictures.three_aspects()
attention.load_state_dict(state)
with torch.no_grad():
    full, weights = attention(x, x, x)
    mixed = weights @ split_heads(attention.v_proj(x), 3)
    out_weight, out_bias = attention.out_proj.weight, attention.out_proj.bias
    moved = [(ablate_heads(mixed, out_weight, out_bias, [head]) - full)[0].norm(dim=-1) for head in range(3)]
head_pictures.moved_by_ablation(moved, words)

# %% [markdown] id="ablation-demo-says"
# *In the picture:* for each word three bars, one for each silenced head. Without head 0 or head 1 every word moves by
# about 1, with one exception: *Apple* has no word before it, so head 1 had only an average to give it. Head 2 gives every
# word the same.

# %% [markdown] id="part-b"
# ---
# # Part B · The block around the heads
#
# Attention mixes tokens. A transformer's *block* adds three things: a small network that works on each token alone, a
# way around each of the two (the residual connection), and a normalization that keeps numbers in a sane range.
#
# ## 4.6 Layer norm
#
# $$\operatorname{LayerNorm}(x) = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} \odot \gamma + \beta$$
#
# (Ba et al. 2016, eq. 4; ε as in PyTorch and BERT.) Mean and variance are taken over the features of **one token**: not
# over the batch, not over the sentence. So a sentence's result never depends on who else is in the batch.
#
# *On paper:* the token $(1, 5)$ has mean 3 and variance $((1-3)^2 + (5-3)^2)/2 = 4$, so it becomes $(-1, 1)$. And
# $(100, 500)$?

# %% [markdown] id="layer-norm-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write the class `LayerNorm`: each token is brought to mean 0 and variance 1, then stretched and shifted by what is
# learned. Do it without `nn.LayerNorm` or `F.layer_norm`; building it is the point.
#
# <details><summary>Hint 1</summary>You want one mean for each token. Along which axis, and how do you keep that axis so
# that it broadcasts?</details>
# <details><summary>Hint 2</summary>The variance here is the mean of the squared deviations: divide by d, not by d − 1.
# What does <code>torch.var</code> do unless you tell it otherwise?</details>
# <details><summary>Hint 3</summary>What is the output for a token whose features are all equal? Where must ε stand so
# that it is not 0/0?</details>


# %% id="layer-norm" exercise="LayerNorm"
class LayerNorm(nn.Module):
    """Give each token's features mean 0 and variance 1, then stretch and shift them (Ba et al. 2016).

    Attributes (please keep the names): weight (γ, ones at first) and bias (β, zeros at first), nn.Parameter of shape
    (d_model,). Nothing else is in `state_dict()`.
    """

    def __init__(self, d_model, eps=1e-12):
        """Make γ and β; eps is added to the variance."""
        super().__init__()
        # BEGIN SOLUTION
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        # END SOLUTION

    def forward(self, x):
        """Normalize over the last axis. x: (..., d_model). Returns a tensor of the same shape; x stays as it is."""
        # BEGIN SOLUTION
        centred = x - x.mean(dim=-1, keepdim=True)
        variance = centred.pow(2).mean(dim=-1, keepdim=True)
        return centred / torch.sqrt(variance + self.eps) * self.weight + self.bias
        # END SOLUTION


# %% id="layer-norm-demo"
norm = LayerNorm(6)
tokens = torch.tensor([[1.0, 2, 3, 4, 5, 6], [100, 200, 300, 400, 500, 600], [7, 7, 7, 7, 7, 8]])
for before, after in zip(tokens, norm(tokens).detach(), strict=True):
    print(f"{before.tolist()!s:44} ->", [round(number, 2) for number in after.tolist()])

# %% [markdown] id="layer-norm-question"
# The first two rows come out equal. What has layer norm thrown away, and what has it kept? (Size and offset are gone; the
# pattern is left. In the third row the one feature that is different stands out, however small the difference was.)

# %% [markdown] id="feed-forward-exercise" tags=["exercise"]
# ## 4.7 Feed-forward
#
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write the class `FeedForward`: two linear layers with a GELU between them, the same for each token:
#
# $$\operatorname{FFN}(x) = \operatorname{GELU}(xW_1 + b_1)\,W_2 + b_2$$
#
# (Vaswani et al. 2017, §3.3, with BERT's GELU in place of ReLU; Hendrycks and Gimpel 2016.) Hugging Face's BERT, the
# finale's, computes the exact GELU, $x\,\Phi(x)$ with the normal distribution's Φ, not the tanh approximation that GPT-2 uses.
#
# <details><summary>Hint 1</summary>Nothing in it should know about the token axis. Does
# <code>nn.Linear</code>?</details>
# <details><summary>Hint 2</summary><code>F.gelu</code> is exact unless you ask for
# <code>approximate="tanh"</code>.</details>


# %% id="feed-forward" exercise="FeedForward"
class FeedForward(nn.Module):
    """A network of two layers for each token alone (Vaswani et al. 2017, §3.3).

    Attributes (please keep the names): linear1, nn.Linear(d_model, d_ff), and linear2, nn.Linear(d_ff, d_model). Nothing
    else is in `state_dict()`.
    """

    def __init__(self, d_model, d_ff):
        """Make the two linear layers."""
        super().__init__()
        # BEGIN SOLUTION
        self.linear1 = nn.Linear(d_model, d_ff)
        self.linear2 = nn.Linear(d_ff, d_model)
        # END SOLUTION

    def forward(self, x):
        """Widen, bend, narrow. x: (..., d_model). Returns a tensor of the same shape; gradients reach both layers and x."""
        # BEGIN SOLUTION
        return self.linear2(F.gelu(self.linear1(x)))
        # END SOLUTION


# %% [markdown] id="gelu-picture-text"
# **Before you draw it:** ReLU cuts off everything below 0. Where will GELU differ most from it?

# %% id="gelu-picture"
head_pictures.gelu_beside_relu()

# %% [markdown] id="gelu-picture-says"
# *In the picture:* ReLU is zero left of zero and a straight line right of it. GELU follows it with a rounded corner and
# dips slightly below zero, lowest near −0.75. Far from zero the two agree.

# %% [markdown] id="encoder-block-text"
# ## 4.8 The encoder block
#
# Two steps, each with a way around it:
#
# $$x \leftarrow \operatorname{LayerNorm}\bigl(x + \operatorname{Dropout}(\operatorname{Attention}(x))\bigr) \qquad
# x \leftarrow \operatorname{LayerNorm}\bigl(x + \operatorname{Dropout}(\operatorname{FFN}(x))\bigr)$$
#
# (Vaswani et al. 2017, §3.1 and §5.4.) The norm comes **after** the addition: *post-norm*, as in the first transformer
# and in BERT. Most models since GPT-2 normalize before the sub-layer instead (*pre-norm*). Both train; but weights
# trained in one order give nonsense in the other.

# %% id="encoder-block-plan"
head_pictures.block_plans()

# %% [markdown] id="encoder-block-plan-says"
# *In the picture,* from bottom to top: on the left, this exercise: attention, **+**, norm, feed-forward, **+**, norm. An
# arrow leads around attention, and one around the feed-forward network; each ends at its **+**. On the right, for
# comparison, pre-norm: each norm stands before its step, inside the way around.

# %% [markdown] id="encoder-block-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write the class `EncoderBlock` from its four parts. It gets the parts ready made and only says in which order they
# work: the left picture, as code.
#
# <details><summary>Hint 1</summary>Self-attention: who asks, who is asked, and whose values are gathered?</details>
# <details><summary>Hint 2</summary>The second residual goes around the feed-forward network only. What is "x" there:
# the block's input, or what the first step made of it?</details>
# <details><summary>Hint 3</summary><code>nn.Dropout</code> switches itself off in <code>eval()</code>, if it is a
# sub-module. What does <code>F.dropout(x, p)</code> do there?</details>


# %% id="encoder-block" exercise="EncoderBlock"
class EncoderBlock(nn.Module):
    """Self-attention, then a feed-forward network, each with residual, dropout and layer norm after (post-norm).

    Attributes (please keep the names): attention, norm1, feed_forward, norm2, the parts as given. Each is in
    `state_dict()` once, under this name, and nothing else is: a helper module that holds a part a second time would put its
    weights there twice, and a checkpoint would lack the second name.
    """

    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        """Keep the parts.

        Args:
            attention: module, called as attention(query, key, value, keep) -> (output, weights).
            norm1: module of one argument, the norm after attention.
            feed_forward: module of one argument.
            norm2: module of one argument, the norm after the feed-forward network.
            dropout: probability with which a number that attention or the feed-forward network puts out is dropped
                in training, before it is added.
        """
        super().__init__()
        # BEGIN SOLUTION
        self.attention = attention
        self.norm1 = norm1
        self.feed_forward = feed_forward
        self.norm2 = norm2
        self.dropout = nn.Dropout(dropout)
        # END SOLUTION

    def forward(self, x, keep=None):
        """Turn vectors into vectors that know their context.

        Args:
            x: tensor of shape (B, T, d_model); stays as it is.
            keep: boolean mask, handed on to attention; True where a query may attend. None: everywhere.

        Returns:
            output of shape (B, T, d_model), and the attention's weights of shape (B, H, T, T). Gradients reach the parts and x,
            along every way.
        """
        # BEGIN SOLUTION
        mixed, weights = self.attention(x, x, x, keep)
        x = self.norm1(x + self.dropout(mixed))
        x = self.norm2(x + self.dropout(self.feed_forward(x)))
        return x, weights
        # END SOLUTION


# %% [markdown] id="encoder-block-demo-text"
# Your parts, put together. Here we write a small function for it, because the rest of the notebook needs blocks often.
#
# **Before you run it:** the block is called twice on the same input in training mode and twice in evaluation mode.
# Which of the two pairs is equal?


# %% id="encoder-block-demo"
def make_block(d_model, n_heads, d_ff, dropout=0.1, eps=1e-12):
    """An encoder block of your own parts."""
    return EncoderBlock(
        attention=MultiHeadAttention(d_model, n_heads),
        norm1=LayerNorm(d_model, eps),
        feed_forward=FeedForward(d_model, d_ff),
        norm2=LayerNorm(d_model, eps),
        dropout=dropout,
    )


block = make_block(d_model=24, n_heads=3, d_ff=96)
x = torch.randn(1, 7, 24)
print("training:  ", torch.equal(block(x)[0], block(x)[0]))
block.eval()
print("evaluation:", torch.equal(block(x)[0], block(x)[0]))
print("parameters:", sum(parameter.numel() for parameter in block.parameters()))

# %% [markdown] id="pre-norm-text"
# **Where should the norm stand?** Below are twelve blocks of your parts, once in your order and once in the other, not
# trained yet (weights as in Xiong et al. 2020: Xavier, biases 0), with a loss behind the last block. How large is the gradient that arrives in each
# block, before the first step? The picture shows that of `feed_forward.linear2.weight`, the mean of three draws.
#
# **Before you run it:** pre-norm's way around goes through no norm at all, so the sum on it grows from block to block. What
# share of the sum is then the *last* block's part?


# %% id="pre-norm"
def post_norm(block, x):
    """Your block as it is: add, then normalize."""
    return block(x)[0]


def pre_norm(block, x):
    """The same parts in the other order: each norm before its step, inside the way around."""
    normed = block.norm1(x)
    x = x + block.attention(normed, normed, normed)[0]
    return x + block.feed_forward(block.norm2(x))


def gradient_sizes(order, seed, n_blocks=12, d_model=48, n_classes=33):
    """The size of the gradient of each block's last matrix, and the length of the vectors behind the last block."""
    torch.manual_seed(seed)
    blocks = nn.ModuleList(make_block(d_model, 3, 4 * d_model, dropout=0.0) for _ in range(n_blocks))
    for module in blocks.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
    vectors, answers = torch.randn(8, 10, d_model), torch.randint(0, n_classes, (80,))
    for block in blocks:
        vectors = order(block, vectors)
    scores = nn.Linear(d_model, n_classes)(LayerNorm(d_model)(vectors))  # pre-norm needs a norm at the end as well
    F.cross_entropy(scores.flatten(0, 1), answers).backward()
    sizes = [float(block.feed_forward.linear2.weight.grad.norm()) for block in blocks]
    return sizes, float(vectors.detach().norm(dim=-1).mean())


gradients, lengths_behind = {}, {}
for name, order in (("post-norm", post_norm), ("pre-norm", pre_norm)):
    runs = [gradient_sizes(order, seed) for seed in range(3)]
    gradients[name] = torch.tensor([sizes for sizes, _ in runs]).mean(0).tolist()
    lengths_behind[name] = sum(length for _, length in runs) / 3
    print(f"{name:9}: in block 0 {gradients[name][0]:.2f}, in block 11 {gradients[name][-1]:.2f};", end=" ")
    print(f"vectors of length {lengths_behind[name]:.1f} behind the last block")
head_pictures.gradients_by_block(gradients)

# %% [markdown] id="pre-norm-says"
# *In the picture:* in your order the gradient is about the same in all twelve blocks. In the other order it falls from block to
# block, and in the last one it is about a third of yours. For this matrix of the last block Xiong et al. (2020) derive bounds that differ by
# the root of the number of blocks, here $\sqrt{12} \approx 3.5$.
#
# The lengths say why: post-norm brings each vector back to $\sqrt{48} \approx 6.9$ after every step. In pre-norm nothing does, the
# sum grows with each block, and the norm at the end divides what comes back by its length. So the deeper a model in your order,
# the more its first steps move the last blocks, and it is trained with a *warm-up*, small steps at first. Nothing here has been
# trained: the picture says what the first step would be like, and nothing of which order is better in the end.

# %% [markdown] id="embeddings-text"
# ## 4.9 BERT's embeddings
#
# The lecture's picture of BERT's input: each token's vector is the **sum of three**.
#
# | | [CLS] | my | dog | is | cute | [SEP] | he | likes | play | ##ing | [SEP] |
# |---|---|---|---|---|---|---|---|---|---|---|---|
# | token | E[CLS] | E[my] | E[dog] | E[is] | E[cute] | E[SEP] | E[he] | E[likes] | E[play] | E[##ing] | E[SEP] |
# | segment | E_A | E_A | E_A | E_A | E_A | E_A | E_B | E_B | E_B | E_B | E_B |
# | position | E₀ | E₁ | E₂ | E₃ | E₄ | E₅ | E₆ | E₇ | E₈ | E₉ | E₁₀ |
#
# All three are *learned* tables (Devlin et al. 2019, §3 and figure 2); there is no sine here. Layer norm and dropout
# follow. (The lecture's *play ##ing* comes from a small vocabulary; the real BERT's has *playing* whole.)

# %% [markdown] id="embeddings-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write the class `BertEmbeddings`: ids in, one vector for each token out, which knows its word, its place and its
# sentence.
#
# <details><summary>Hint 1</summary>Positions depend on nothing but the length of the sentence. Which number does the
# first token get?</details>
# <details><summary>Hint 2</summary>What shape does the position table's part have, and does it broadcast over the
# batch?</details>
# <details><summary>Hint 3</summary>A tensor that you make yourself should live where the ids live:
# <code>device=ids.device</code>.</details>


# %% id="embeddings" exercise="BertEmbeddings"
class BertEmbeddings(nn.Module):
    """Token + segment + position embedding, then layer norm and dropout (Devlin et al. 2019, §3).

    Attributes (please keep the names): token, position, segment, each an nn.Embedding of width d_model with vocab_size,
    max_len and n_segments rows; norm, as given. Nothing else is in `state_dict()`: what is only counted, as the positions 0,
    1, 2, …, is no weight. (A buffer for it is fine with `persistent=False`, which keeps it out.)
    """

    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        """Make the three tables; norm is a module of one argument, dropout a probability."""
        super().__init__()
        # BEGIN SOLUTION
        self.token = nn.Embedding(vocab_size, d_model)
        self.position = nn.Embedding(max_len, d_model)
        self.segment = nn.Embedding(n_segments, d_model)
        self.norm = norm
        self.dropout = nn.Dropout(dropout)
        # END SOLUTION

    def forward(self, ids, segments=None):
        """Look up and add.

        Args:
            ids: token ids, integers of shape (B, T) with T ≤ max_len.
            segments: segment ids, integers of shape (B, T). None: segment 0 everywhere.

        Returns:
            Tensor of shape (B, T, d_model).
        """
        # BEGIN SOLUTION
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        return self.dropout(self.norm(self.token(ids) + self.position(positions) + self.segment(segments)))
        # END SOLUTION


# %% [markdown] id="embeddings-demo-text"
# The lecture's sentence, with small random tables. `[SEP]` stands in it twice. **Before you run it:** in which of the
# three parts do its two columns agree, and do they agree in the sum?

# %% id="embeddings-demo"
pieces = ["[CLS]", "my", "dog", "is", "cute", "[SEP]", "he", "likes", "play", "##ing", "[SEP]"]
vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces), start=4)}  # 0 to 3 are reserved
ids = torch.tensor([[vocabulary[piece] for piece in pieces]])
segments = torch.tensor([[0] * 6 + [1] * 5])

torch.manual_seed(0)
embeddings = BertEmbeddings(vocab_size=14, max_len=16, n_segments=2, d_model=8, norm=LayerNorm(8)).eval()
with torch.no_grad():
    parts = {
        "token": embeddings.token(ids)[0],
        "segment": embeddings.segment(segments)[0],
        "position": embeddings.position(torch.arange(len(pieces))),
        "sum, then norm": embeddings(ids, segments)[0],
    }
head_pictures.strips(parts, pieces)
for name in ("token", "sum, then norm"):
    print(f"the two [SEP] in {name!r}: cosine {F.cosine_similarity(parts[name][5], parts[name][10], dim=0):.2f}")

# %% [markdown] id="embeddings-demo-says"
# *In the picture:* four strips with a column for each of the eleven tokens and a row for each of eight features. In *token* the
# columns of the two `[SEP]` are alike (cosine 1). *Segment* has only two kinds of columns, six of A and five of B. In
# *position* all are different. So in the sum no two columns agree: the same sign, in another place of another sentence,
# goes into the model as another vector.

# %% [markdown] id="part-c"
# ---
# # Part C · Two sequences
#
# ## 4.10 The decoder block
#
# The lecture's example of cross-attention is translation. An encoder reads the source sentence. A decoder writes the
# target, token by token, and asks the source for help: **queries come from the target, keys and values from the
# source.** The two languages share no words; only the start token is the same.
#
# A decoder block therefore has three steps where an encoder block has two (Vaswani et al. 2017, §3.1): masked
# self-attention, cross-attention, feed-forward. Each with residual and post-norm, as before.
#
# | step | who asks | who answers | mask | norm |
# |---|---|---|---|---|
# | self-attention | target | target | `keep_self`: no future | `norm1` |
# | cross-attention | target | source (*memory*) | `keep_memory`: no padding | `norm2` |
# | feed-forward | each token alone | | | `norm3` |

# %% [markdown] id="decoder-block-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write the class `DecoderBlock`: the target looks at itself, then at the source, then thinks for itself.
#
# <details><summary>Hint 1</summary>For each of the three steps: who asks? who answers? which of the two masks belongs
# to it?</details>
# <details><summary>Hint 2</summary>The memory comes out of the encoder finished. Does the decoder change it?</details>


# %% id="decoder-block" exercise="DecoderBlock"
class DecoderBlock(nn.Module):
    """Self-attention, cross-attention to a memory, feed-forward; each with residual, dropout and layer norm after.

    Attributes (please keep the names): self_attention, norm1, cross_attention, norm2, feed_forward, norm3, as given. Each
    is in `state_dict()` once, under this name, and nothing else is.
    """

    def __init__(self, self_attention, norm1, cross_attention, norm2, feed_forward, norm3, dropout=0.1):
        """Keep the parts; both attentions are called as attention(query, key, value, keep) -> (output, weights)."""
        super().__init__()
        # BEGIN SOLUTION
        self.self_attention = self_attention
        self.norm1 = norm1
        self.cross_attention = cross_attention
        self.norm2 = norm2
        self.feed_forward = feed_forward
        self.norm3 = norm3
        self.dropout = nn.Dropout(dropout)
        # END SOLUTION

    def forward(self, y, memory, keep_self=None, keep_memory=None):
        """Let the target look at itself, then at the source.

        Args:
            y: the target so far, tensor of shape (B, T_q, d_model).
            memory: what the encoder made of the source, tensor of shape (B, T_k, d_model).
            keep_self: mask of the self-attention, (T_q, T_q) or (B, T_q, T_q); True where a query may attend.
            keep_memory: mask of the cross-attention, (B, 1, T_k); True where a query may attend.

        Returns:
            output of shape (B, T_q, d_model), and the cross-attention's weights of shape (B, H, T_q, T_k). Gradients reach the
            parts, y and memory, along every way.
        """
        # BEGIN SOLUTION
        mixed, _ = self.self_attention(y, y, y, keep_self)
        y = self.norm1(y + self.dropout(mixed))
        gathered, weights = self.cross_attention(y, memory, memory, keep_memory)
        y = self.norm2(y + self.dropout(gathered))
        return self.norm3(y + self.dropout(self.feed_forward(y))), weights
        # END SOLUTION


# %% [markdown] id="greedy-exercise" tags=["exercise"]
# ## 4.11 Writing, one token at a time
#
# In training, the whole target is known, and all its tokens are guessed at once (behind the causal mask). When the model
# *writes*, nothing is known: each token is chosen, put behind the others, and the longer beginning goes in again.
#
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `greedy_decode`: start with the start token, always take the best-scored token, stop at the end token.
#
# <details><summary>Hint 1</summary>What does the model need to know before it can choose the third letter?</details>
# <details><summary>Hint 2</summary>Some models never say "end". What stops you then?</details>


# %% id="greedy" exercise="greedy_decode"
def greedy_decode(next_scores, max_len):
    """Write a sequence by always taking the token with the highest score.

    Args:
        next_scores: function of the ids so far, a list of integers that starts with SOS (= 1). It returns a tensor of
            shape (vocabulary,): a score for each token that may come next.
        max_len: the most tokens to write.

    Returns:
        List of the ids written (Python integers), without SOS and without EOS (= 2), at most max_len of them.
    """
    # BEGIN SOLUTION
    prefix = [SOS]
    while len(prefix) <= max_len:
        best = int(next_scores(list(prefix)).argmax())
        if best == EOS:
            break
        prefix.append(best)
    return prefix[1:]
    # END SOLUTION


# %% [markdown] id="translator-text"
# ## English names in Hebrew letters
#
# Now your parts learn something. The task: read the English name of a country, city or language, and write it in
# Hebrew, letter by letter. *Canada* → קנדה, *German* → גרמנית. The names are from the Unicode consortium's CLDR; 80 of
# them are kept out of training.
#
# The translator below is nothing but your parts: embeddings and an encoder block for English, embeddings and a decoder
# block for Hebrew, and one linear layer that scores the Hebrew letters.


# %% id="translator"
class Translator(nn.Module):
    """English letters in, scores of the next Hebrew letter out."""

    def __init__(self, n_english, n_hebrew, d_model=48, n_heads=3, d_ff=96):
        super().__init__()

        def letters(n):
            return BertEmbeddings(n, 32, 2, d_model, LayerNorm(d_model, 1e-5), dropout=0.0)

        self.english, self.hebrew = letters(n_english), letters(n_hebrew)
        self.encoder = make_block(d_model, n_heads, d_ff, dropout=0.0, eps=1e-5)
        self.decoder = DecoderBlock(
            self_attention=MultiHeadAttention(d_model, n_heads),
            norm1=LayerNorm(d_model, 1e-5),
            cross_attention=MultiHeadAttention(d_model, n_heads),
            norm2=LayerNorm(d_model, 1e-5),
            feed_forward=FeedForward(d_model, d_ff),
            norm3=LayerNorm(d_model, 1e-5),
            dropout=0.0,
        )
        self.scores = nn.Linear(d_model, n_hebrew)

    def forward(self, source, given):
        """source (B, T_k), given (B, T_q), both ids -> scores (B, T_q, n_hebrew), cross-attention (B, H, T_q, T_k)."""
        readable = (source != PAD)[:, None, :]  # (B, 1, T_k)
        past = torch.ones(given.shape[1], given.shape[1], dtype=torch.bool).tril()  # a letter sees those before it
        memory, _ = self.encoder(self.english(source), readable)
        output, weights = self.decoder(self.hebrew(given), memory, past, readable)
        return self.scores(output), weights


names = place_names.load_names()
train_names, test_names = place_names.split_names(names)
english, hebrew = (place_names.Letters(side) for side in zip(*names, strict=True))
print(f"{len(train_names)} names to learn from, {len(test_names)} kept out, for example:")
place_names.show(test_names[:4], ("English", "Hebrew"))

# %% [markdown] id="train-text"
# 200 steps take some six seconds of one processor, longer where others compute too. **Before you run it:** where does the loss begin, if the model knows nothing and guesses
# among 33 signs? (The natural logarithm of 33 is 3.5.)

# %% id="train"
steps = 200
torch.manual_seed(1)
translator = Translator(len(english), len(hebrew))
losses = place_names.train(translator, train_names, english, hebrew, steps=steps, batch_size=32, lr=8e-3)
head_pictures.learning_curve(losses, guess=math.log(len(hebrew)))


# %% [markdown] id="train-says"
# *In the picture:* the loss starts at 3.5 nats a letter, the dotted line of blind guessing, falls fast, and ends at
# about 0.5.
#
# *Try it:* with `steps = 1500`, which takes more than seven times as long, the loss on names that it trained on goes to almost zero. Do the
# names that it has never seen gain as much? That gap is *overfitting*, seen with your own eyes.

# %% [markdown] id="translate-text"
# Names that it has never seen. It writes what it *hears*, so it spells *Egypt* rather than translating it (the true
# name, מצרים, is another word altogether), and it likes to end languages in ־ית.


# %% id="translate"
def translate(word):
    """Write one English word in Hebrew letters with your greedy_decode."""
    source, _, _ = place_names.batch_of([(word, "")], english, hebrew)

    @torch.no_grad()
    def next_scores(prefix):
        return translator(source, torch.tensor([prefix]))[0][0, -1]

    return hebrew.decode(greedy_decode(next_scores, max_len=24))


rows = [(word, expected, translate(word)) for word, expected in test_names[:12]]
place_names.show(rows, ("never seen", "true name", "written"))

# %% [markdown] id="alignment-text"
# **Where did it look?** The weights of the cross-attention say, for each Hebrew letter (a row), which English letters
# it was written from. Hebrew writes few vowels, so there are fewer rows than columns. A row is the moment *before* its
# letter was written.
#
# **Before you run it:** English is written from left to right, Hebrew from right to left. Will the dark cells run to the
# right or to the left, from the first row to the last?

# %% id="alignment"
word, written = "madagascar", "מדגסקר"
source, given, _ = place_names.batch_of([(word, written)], english, hebrew)
with torch.no_grad():
    _, weights = translator(source, given)
titles = [f"head {h}" for h in range(3)]
_ = attention_pictures.heat_maps(weights[0], [*written, "end"], [*word, "end"], titles=titles, cell=0.36)

# %% [markdown] id="alignment-says"
# *In the pictures:* dark cells run from the top left towards the bottom right, in some heads more clearly than in others:
# as the Hebrew word proceeds, the decoder looks further along the English one. Right to left is how Hebrew is *shown*; in
# the tensor, the first letter comes first in both languages.
#
# Nobody told it to march along the word: it does because that lowers the loss, as in the alignment of assignment 3,
# but learned. Do not read more into it. *Madagascar* is among the names that it trained on, after 200 steps not every letter
# is written from where you would write it, and each head shows only a part of what goes on.

# %% [markdown] id="cache-text"
# ## 4.12 Nothing twice
#
# To choose the third letter, `greedy_decode` sends the first two through the decoder again, and out come the same keys and
# values as before: behind the causal mask, no token ever depends on a later one. So keep them. The keys and values of all
# tokens so far are the **KV cache** (key-value cache), and every model that writes has one.
#
# | step | goes in without a cache | goes in with one | keys that the last token asks |
# |---|---|---|---|
# | 1 | `SOS` | `SOS` | 1 |
# | 2 | `SOS` ק | ק | 2 |
# | 3 | `SOS` ק ו | ו | 3 |
# | together | 6 tokens | 3 tokens | the same |
#
# For T tokens that is 1 + 2 + … + T = T (T + 1) / 2 against T. Queries are not kept: a token asks once.
#
# A new token may ask all that came before it, so with *one* new token nothing is hidden. **The trap:** often several come at once, a
# prompt first of all. Then the mask is not square. With two tokens in the cache and three new ones:
#
# | | past 0 | past 1 | new 0 | new 1 | new 2 |
# |---|---|---|---|---|---|
# | **new 0** | yes | yes | yes | | |
# | **new 1** | yes | yes | yes | yes | |
# | **new 2** | yes | yes | yes | yes | yes |
#
# The triangle begins behind the past. Begun at the left edge, as a causal mask without a cache is, it would hide from *new 0* what is its past.
#
# *On paper:* one head of width 1; all keys are 0, so weights are equal. In the cache are the values 2 and 4, new are 6 and 8. The first
# new token gets (2 + 4 + 6) / 3 = 4. And the second?

# %% [markdown] id="cache-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `attend_with_cache`: causal self-attention of the new tokens, which ask the kept keys as well as their own. It begins behind the
# projections and your `split_heads`, and ends before `merge_heads`.
#
# <details><summary>Hint 1</summary>Along which axis of (B, H, T, d_head) do tokens stand? The new ones go behind the old ones.</details>
# <details><summary>Hint 2</summary>The mask has a row for each new token and a column for each key. <code>torch.ones(…).tril(diagonal=…)</code>
# moves the triangle to the right: by how much?</details>
# <details><summary>Hint 3</summary>What should come back as the cache, so that the next call finds everything?</details>


# %% id="cache" exercise="attend_with_cache"
def attend_with_cache(query, key, value, cache=None):
    """Causal attention of new tokens to all tokens so far, whose keys and values are kept.

    Args:
        query, key, value: float tensors of shape (B, H, T_new, d_head), of the new tokens only; scores may have any size.
        cache: pair (keys, values) of the earlier tokens, each of shape (B, H, T_past, d_head), as the last call returned
            it. None: there are no earlier tokens.

    Returns:
        output of shape (B, H, T_new, d_head): new token i gathers the values of all earlier tokens and of the new tokens
        0 … i, with weights from scores divided by √d_head; and the new cache, a pair (keys, values), each of shape
        (B, H, T_past + T_new, d_head), earlier tokens first. The inputs, the old cache among them, stay as they are.
    """
    # BEGIN SOLUTION
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    n_new, n_all = query.shape[-2], key.shape[-2]
    keep = torch.ones(n_new, n_all, dtype=torch.bool, device=query.device).tril(diagonal=n_all - n_new)
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return torch.softmax(scores.masked_fill(~keep, -math.inf), dim=-1) @ value, (key, value)
    # END SOLUTION


# %% [markdown] id="cache-demo-text"
# The translator once more, letter by letter with your cache: its decoder block, written out for one new token a step. (A
# token's vector depends on its own id and place only, so only the last one is used.) Beside it, the scores that the whole
# prefix gives. **Before you run it:** may the two differ at all?


# %% id="cache-demo"
def write_with_cache(word):
    """Write a word with one new token a step; returns it and, for each step, how far its scores are from all computed anew."""
    source, _, _ = place_names.batch_of([(word, "")], english, hebrew)
    readable = (source != PAD)[:, None, :]
    memory, _ = translator.encoder(translator.english(source), readable)
    block, cache, differences = translator.decoder, None, []
    own = block.self_attention

    def next_scores(prefix):
        nonlocal cache
        y = translator.hebrew(torch.tensor([prefix]))[:, -1:]  # the new token, in its place
        q, k, v = (split_heads(project(y), 3) for project in (own.q_proj, own.k_proj, own.v_proj))
        mixed, cache = attend_with_cache(q, k, v, cache)
        y = block.norm1(y + own.out_proj(merge_heads(mixed)))
        y = block.norm2(y + block.cross_attention(y, memory, memory, readable)[0])
        y = block.norm3(y + block.feed_forward(y))
        scores = translator.scores(y)[0, -1]
        anew = translator(source, torch.tensor([prefix]))[0][0, -1]
        differences.append(float((scores - anew).abs().max()))
        return scores

    with torch.no_grad():
        written = hebrew.decode(greedy_decode(next_scores, max_len=24))
    return written, differences, cache


cached = {}
for word in ("cuba", "madagascar"):
    written, differences, cache = write_with_cache(word)
    cached[word] = (written, differences, cache)
    n = len(differences)
    print(f"{word} -> {written}: the same as without a cache: {written == translate(word)}")
    print(
        f"    {n} steps, largest difference of the scores {max(differences):.0e}, keys in the cache: {cache[0].shape[2]}"
    )
    print(f"    tokens through the decoder: {n} with the cache, {n * (n + 1) // 2} without")

# %% [markdown] id="cache-demo-says"
# *In the numbers:* the differences are rounding, as in 4.4. The cache grows by one token a step, and in the end holds a key and a
# value for each.
#
# What is saved in time is paid for in memory: two vectors of width `d_model` for each token in *every* block. And it works because of the causal
# mask: in an encoder each new token would change the vectors of all others, and nothing could be kept.

# %% [markdown] id="part-d"
# ---
# # Part D · What it costs
#
# ## 4.13 Parameters
#
# The lecture says that pre-training is expensive. How big is such a model, and where do its parameters sit? You know
# every part now, so you can count them without building it.

# %% [markdown] id="parameters-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `count_parameters`: the number of parameters of BERT's embeddings and blocks, computed from its configuration
# alone.
#
# <details><summary>Hint 1</summary>Count one <code>nn.Linear(a, b)</code>: a·b weights, and …?</details>
# <details><summary>Hint 2</summary>How many layer norms are there in one block, and how many outside of the
# blocks?</details>
# <details><summary>Hint 3</summary>Where in your sum does the number of heads appear?</details>


# %% id="parameters" exercise="count_parameters"
def count_parameters(config):
    """Count the parameters of BERT's embeddings and encoder blocks (all weights and biases, no pooler).

    Args:
        config: dict with Hugging Face's names: vocab_size, max_position_embeddings, type_vocab_size (the number of
            segments), hidden_size (d_model), intermediate_size (d_ff), num_hidden_layers, num_attention_heads.

    Returns:
        The number of parameters, an int.
    """
    # BEGIN SOLUTION
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm)
    # END SOLUTION


# %% id="parameters-demo"
sizes = {"vocab_size": 30522, "max_position_embeddings": 512, "type_vocab_size": 2}
minilm = sizes | {"hidden_size": 384, "intermediate_size": 1536, "num_hidden_layers": 6, "num_attention_heads": 12}
bert_base = sizes | {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}
for name, shape in (("MiniLM (the finale's)", minilm), ("BERT base", bert_base)):
    no_blocks = count_parameters(shape | {"num_hidden_layers": 0})
    everything = count_parameters(shape)
    print(f"{name:22} {everything:>12,} parameters, {no_blocks / everything:.0%} of them embeddings")
print("with 1 head or 64:    ", {count_parameters(bert_base | {"num_attention_heads": h}) for h in (1, 64)})

# %% [markdown] id="parameters-demo-says"
# More than half of MiniLM is its token table, of which a sentence of ten tokens reads ten rows. And one head or 64: the
# number is the same. Why?

# %% [markdown] id="flops-text"
# ## 4.14 Arithmetic
#
# Heads cost no parameters: they are cuts through the same matrices. Neither does a longer sentence. But a longer sentence costs time: each of T tokens asks each
# of T tokens. The lecture: *attention is quadratic in the context's length*.
#
# We count floating-point operations (FLOPs) of the matrix products only, as everybody does: an (a, b) matrix times a
# (b, c) matrix takes a·b·c multiplications and as many additions, **2·a·b·c** FLOPs.

# %% [markdown] id="flops-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `count_flops`: what one encoder block computes for one sequence of T tokens.
#
# <details><summary>Hint 1</summary>Write down the shapes of the two matrices in each product: four projections, QKᵀ,
# weights times V, two linear layers.</details>
# <details><summary>Hint 2</summary>One head's QKᵀ is (T, d_head) times (d_head, T). There are H of them. What is H ·
# d_head?</details>


# %% id="flops" exercise="count_flops"
def count_flops(length, d_model, d_ff):
    """Count the FLOPs of an encoder block's matrix products for one sequence (2·a·b·c for (a, b) times (b, c)).

    Args:
        length: T, the number of tokens.
        d_model: width of a token's vector.
        d_ff: width inside the feed-forward network.

    Returns:
        Dict of ints: "projections" (queries, keys, values and output), "attention" (QKᵀ and weights times V, all heads
        together) and "feed_forward".
    """
    # BEGIN SOLUTION
    return {
        "projections": 4 * 2 * length * d_model * d_model,
        "attention": 2 * 2 * length * length * d_model,
        "feed_forward": 2 * 2 * length * d_model * d_ff,
    }
    # END SOLUTION


# %% [markdown] id="flops-demo-text"
# **Before you run it:** for MiniLM (d_model = 384, d_ff = 1,536), how long must a text be until the quadratic part
# costs more than all the rest? Guess: 50, 500, 5,000 tokens?
#
# On the right, the stopwatch: the time of QKᵀ and weights · V for one block, on this machine. Four times the length
# should take sixteen times as long; where lengths are short, other things than arithmetic take the time.

# %% id="flops-demo"
lengths = [64, 128, 256, 512, 1024, 2048, 4096, 8192]
flops = [count_flops(length, 384, 1536) for length in lengths]
head_pictures.costs(lengths, flops)

# %% [markdown] id="flops-demo-says"
# *In the pictures,* both axes logarithmic: on the left, a straight line of slope 1 (projections and feed-forward) and a
# steeper one of slope 2 (attention) that crosses it near T = 2,300; on the right, measured times that approach a dotted
# line of slope 2 as T grows.
#
# That is the question at the end of assignment 3: a document of 100,000 words has 10,000 times as many scores as one of
# 1,000. But scores are not the whole bill: far below the crossing twice the context costs little more
# than twice as much; far beyond it, four times.

# %% [markdown] id="part-e"
# ---
# # Part E · The finale: a real model in your modules
#
# `all-MiniLM-L6-v2` is a BERT that others distilled (taught to attend as a larger model does, Wang et al. 2020), then trained
# on more than a billion pairs of sentences, and published (weights under Apache 2.0). Six blocks, 384 wide, 12 heads. Its architecture is exactly what
# you have built: `BertEmbeddings` and six `EncoderBlock`s. If your modules are right, they only lack its weights.


# %% id="bert"
class Bert(nn.Module):
    """Your embeddings and your blocks, one after the other."""

    def __init__(self, embeddings, blocks):
        super().__init__()
        self.embeddings = embeddings
        self.blocks = nn.ModuleList(blocks)

    def forward(self, ids, segments=None, keep=None):
        """ids and segments (B, T), keep (B, 1, T) -> vectors (B, T, d_model) and each block's weights (B, H, T, T)."""
        x, maps = self.embeddings(ids, segments), []
        for block in self.blocks:
            x, weights = block(x, keep)
            maps.append(weights)
        return x, maps


def build_bert(config):
    """A Bert of your parts, with the sizes of a Hugging Face configuration and random weights."""
    d, eps = config["hidden_size"], config["layer_norm_eps"]
    rows = (config["vocab_size"], config["max_position_embeddings"], config["type_vocab_size"])
    shape = (d, config["num_attention_heads"], config["intermediate_size"])
    blocks = [make_block(*shape, eps=eps) for _ in range(config["num_hidden_layers"])]
    return Bert(BertEmbeddings(*rows, d, LayerNorm(d, eps)), blocks).eval()


# %% [markdown] id="names-text"
# ## 4.15 Names
#
# A checkpoint is a dictionary: name → tensor. Hugging Face's BERT and your `Bert` hold the same tensors under other
# names. Here are both lists for a small model of one block. Find the pairs. Shapes help, but not everywhere: the four
# projections are all alike, and so are the two norms, so you need to know what each part does.

# %% id="names"
theirs, config = reference_bert.tiny_bert(layers=1)
mine = build_bert(config)
reference_bert.name_lists({"Hugging Face's BertModel": theirs.state_dict(), "your Bert": mine.state_dict()})

# %% [markdown] id="bert-weights-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 30 minutes
#
# Write `bert_weights`: rename a Hugging Face BERT's weights for your `Bert`. Whatever has no place in it is left out:
# `embeddings.position_ids` (old files keep the numbers 0, 1, 2, …), `pooler.…` and the heads of other tasks (`cls.…`).
#
# <details><summary>Hint 1</summary>Most of the work is a table: a piece of their name → a piece of yours. Which pieces
# contain each other (<code>output.dense</code> and <code>attention.output.dense</code>)? What does that mean for the
# order?</details>
# <details><summary>Hint 2</summary>Their names say "encoder.layer.10." for the eleventh block. Does your code mistake
# it for block 1?</details>
# <details><summary>Hint 3</summary><code>attention.output</code> and <code>output</code> both have a LayerNorm. Which
# of the two comes after the feed-forward network?</details>


# %% id="bert-weights" exercise="bert_weights"
def bert_weights(weights):
    """Rename the weights of a Hugging Face BERT for a `Bert` made of `BertEmbeddings` and `EncoderBlock`s.

    Args:
        weights: dict, Hugging Face's name -> tensor, with any number of blocks (`encoder.layer.0.…`,
            `encoder.layer.1.…`, …); stays as it is.

    Returns:
        A new dict, your name -> tensor: `embeddings.token.weight`, `embeddings.position.weight`,
        `embeddings.segment.weight`, `embeddings.norm.weight`, `embeddings.norm.bias`, and for each block i
        `blocks.i.attention.q_proj.weight`, …, `blocks.i.norm1.…`, `blocks.i.feed_forward.linear1.…`,
        `blocks.i.feed_forward.linear2.…`, `blocks.i.norm2.…`. Entries that have no place in it are left out.
    """
    # BEGIN SOLUTION
    in_embeddings = {
        "word_embeddings": "token",
        "position_embeddings": "position",
        "token_type_embeddings": "segment",
        "LayerNorm": "norm",
    }
    in_block = {
        "attention.self.query": "attention.q_proj",
        "attention.self.key": "attention.k_proj",
        "attention.self.value": "attention.v_proj",
        "attention.output.dense": "attention.out_proj",
        "attention.output.LayerNorm": "norm1",
        "intermediate.dense": "feed_forward.linear1",
        "output.dense": "feed_forward.linear2",
        "output.LayerNorm": "norm2",
    }
    renamed = {}
    for name, tensor in weights.items():
        part, _, kind = name.rpartition(".")  # kind: weight or bias
        if part.startswith("encoder.layer."):
            number, _, inside = part.removeprefix("encoder.layer.").partition(".")
            renamed[f"blocks.{number}.{in_block[inside]}.{kind}"] = tensor
        elif part.startswith("embeddings."):
            renamed[f"embeddings.{in_embeddings[part.removeprefix('embeddings.')]}.{kind}"] = tensor
    return renamed
    # END SOLUTION


# %% [markdown] id="moment-text"
# ## 4.16 The moment
#
# On one side, Hugging Face's `BertModel`. On the other, your own code: the heads you cut, the norm you wrote, the
# residuals you placed. The same weights in both, and the same sentence.

# %% id="moment"
reference, config, weights = reference_bert.reference_bert()
mine = build_bert(config)
mine.load_state_dict(bert_weights(weights))

tokens, ids, segments = reference_bert.pack("Apple released a new iPhone model last week")
with torch.no_grad():
    vectors, maps = mine(ids, segments)
    expected = reference(input_ids=ids, token_type_ids=segments).last_hidden_state
difference = (vectors - expected).abs().max()
print(f"{sum(parameter.numel() for parameter in mine.parameters()):,} parameters, {vectors.shape[1]} tokens")
print("your first numbers:   ", [f"{number:.5f}" for number in vectors[0, 1, :5]])
print("BertModel's:          ", [f"{number:.5f}" for number in expected[0, 1, :5]])
print(f"largest difference:    {difference:.1e}", "(the same model)" if difference < 1e-4 else "(not the same yet)")

# %% [markdown] id="real-heads-text"
# **Each head learns another aspect.** Below are the twelve heads of the first block of the real model, computed by your
# code. Nobody told them what to look at. **Before you read on:** find a head that you made by hand in 4.3, and one in
# which *apple* finds out that it is not a fruit.

# %% id="real-heads"
titles = [f"head {h}" for h in range(12)]
_ = attention_pictures.heat_maps(maps[0][0], tokens, titles=titles, numbers="none")

# %% [markdown] id="real-heads-says"
# *In the pictures:* twelve small heat maps, queries on rows and keys on columns. Head 2 is black just left of the
# diagonal: the word before. In head 1, row *apple*, nearly all of the weight is in the column *iphone*. Head 5 looks
# back a little, heads 7 and 11 at `[CLS]` more than at any other token: about 40 % of the weight.

# %% [markdown] id="real-ablation-text"
# And which of them matters? Below, your `ablate_heads` silences one head at a time in the first block; the other blocks
# work on as ever. How far do the sentence's vectors move at the end?


# %% id="real-ablation"
class Silenced(nn.Module):
    """Your attention with some heads silenced by your `ablate_heads`."""

    def __init__(self, attention, drop):
        super().__init__()
        self.attention, self.drop = attention, drop

    def forward(self, query, key, value, keep=None):
        _, weights = self.attention(query, key, value, keep)
        mixed = weights @ split_heads(self.attention.v_proj(value), weights.shape[1])
        out_proj = self.attention.out_proj
        return ablate_heads(mixed, out_proj.weight, out_proj.bias, self.drop), weights


whole, moved = mine.blocks[0].attention, []
with torch.no_grad():
    for head in range(config["num_attention_heads"]):
        mine.blocks[0].attention = Silenced(whole, drop=[head])
        moved.append(float((mine(ids, segments)[0] - vectors).norm() / vectors.norm()))
mine.blocks[0].attention = whole
head_pictures.worth_of_heads(moved)

# %% [markdown] id="real-ablation-says"
# *In the picture:* twelve bars between 2 and 8 per cent. Every head is missed a little, head 1 (*apple*–*iphone*) the
# most. How far the vectors move is not yet how much a task suffers: that would have to be measured on the task.

# %% [markdown] id="end"
# ---
# # What you have built
#
# An encoder block, BERT's embeddings, a decoder block with cross-attention that learned to spell, a cache that writes the same
# words with less work, and the proof that
# your modules are the real thing: a published model runs in them.
#
# In **assignment 5** you put this encoder to work: the [CLS] token's vector becomes a sentence's class, and *apple* the
# fruit is told from *Apple* the company.
#
# ### Sources
#
# - A. Vaswani et al. (2017), *Attention Is All You Need*, §3.1–3.3, §5.4. arXiv:1706.03762
# - J. Devlin et al. (2019), *BERT: Pre-training of Deep Bidirectional Transformers*, §3. arXiv:1810.04805
# - J. L. Ba, J. R. Kiros, G. E. Hinton (2016), *Layer Normalization*. arXiv:1607.06450
# - R. Xiong et al. (2020), *On Layer Normalization in the Transformer Architecture*. arXiv:2002.04745
# - D. Hendrycks, K. Gimpel (2016), *Gaussian Error Linear Units (GELUs)*. arXiv:1606.08415
# - P. Michel, O. Levy, G. Neubig (2019), *Are Sixteen Heads Really Better than One?* arXiv:1905.10650
# - N. Elhage et al. (2021), *A Mathematical Framework for Transformer Circuits*. transformer-circuits.pub
# - N. Reimers, I. Gurevych (2019), *Sentence-BERT*. arXiv:1908.10084; W. Wang et al. (2020), *MiniLM*. arXiv:2002.10957
# - Names: Unicode CLDR, Unicode License v3, by way of Babel 2.18.
