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
# # Assignment 5 · Fine-tuning
#
# A model that has read a library does not yet know what you want of it. The lecture's recipe has two steps. **Pre-train**
# on plain text, once, at great cost: predict the next token, predict hidden tokens, predict the next sentence. Then
# **fine-tune**: take that model and fit it to your task in a fraction of the time. From GPT-3 to ChatGPT it was this step,
# followed by training on people's preferences (RLHF; Ouyang et al. 2022), which this assignment leaves out.
#
# You will do both. The first on a toy language, because you have a laptop and not a power station; the second on a real
# pre-trained encoder with 22.6 million parameters.
#
# | part | you write | the question it answers |
# |---|---|---|
# | A | `next_token_targets`, `mask_tokens`, `nsp_pairs` | what can a model learn from text that nobody has labelled? |
# | B | `nearest_words`, `word_vector` | *apple*: fruit or company? Static against contextual vectors |
# | C | `stratified_split`, `cls_pool` and `mean_pool`, `Classifier`, `train_epoch`, `evaluate`, `classification_scores`, `fit`, `mcnemar`, `LoRALinear` | how do you fine-tune, and how do you know that it worked? |
# | D | `train_topic_head` | a topic for texts whose answers you have never seen; you hand in what your model says |
# | E | `qa_best_span` | where in this passage is the answer, and is there one? |
#
# **Time:** about {{ hours of all }} hours. **Points:** {{ points of all }} over {{ count of all }} exercises.
#
# **Checks.** Behind each exercise stands a `grader.check(…)` cell. It runs the *public* checks; they carry
# {{ public points of all }} of the {{ points of all }} points. The *hidden* checks run when you hand in.
#
# **You need:** assignments 1 (special tokens, padding), 3 and 4 (what the encoder does inside). The first results appear
# in seconds; only the full fine-tuning and LoRA in part C take a minute or two each. A progress bar shows where they are.

# %% id="imports" tags=["setup"]
import copy
import itertools
import json
import math
import random
from pathlib import Path

import tiny_language
import topic_task
import torch
import tuning_pictures as pictures
from encoder import EncoderMissingError, load_tokenizer
from tiny_language import CLS, MASK, PAD, SEP
from topic_task import TOPICS
from torch import nn
from torch.nn import functional as F

_ = torch.manual_seed(0)

# %% [markdown] id="conventions"
# ## Conventions
#
# | name | meaning |
# |---|---|
# | `ids` (B, T) | token ids of a batch, padded on the right |
# | `keep` (B, T) | True for a real token, False for padding |
# | `hidden` (B, T, d_model) | the encoder's output: one contextual vector for each token |
# | `labels` | the right answers, as numbers; **−100 means: not asked** (the value that `F.cross_entropy` ignores) |
#
# Everything random takes a `seed`: the same seed gives the same result, another seed another one. Where you shuffle,
# make a generator of your own (`random.Random(seed)`, `torch.Generator().manual_seed(seed)`), so that nobody else's
# random numbers change yours.

# %% [markdown] id="part-a"
# ---
# # A · What a model learns before you come
#
# ## 5.1 The next token
#
# The oldest objective: read from left to right, and at each place say what comes next. The text is its own answer
# key. Move it one place to the left and you have the labels.
#
# | place | 0 | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|---|
# | input | [SOS] | dana | is | a | chef |
# | label | dana | is | a | chef | [EOS] |

# %% [markdown] id="next-token-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `next_token_targets`: inputs and labels of a padded batch. Where the label would be padding, nothing is asked.
#
# <details><summary>Hint 1</summary>A text of T tokens has T − 1 places at which a next token is known. Which column do
# the inputs lose, which the labels?</details>
# <details><summary>Hint 2</summary><code>masked_fill</code> makes a new tensor. A slice of <code>ids</code> is not
# a copy: what happens to <code>ids</code> if you write into it?</details>


# %% id="next-token" exercise="next_token_targets"
def next_token_targets(ids, pad_id):
    """Inputs and labels for predicting the next token.

    Args:
        ids: int64 tensor (B, T), padded on the right with pad_id; stays as it is.
        pad_id: the id of padding.

    Returns:
        inputs (B, T - 1) and labels (B, T - 1), int64; labels[b, t] is the token after inputs[b, t], and -100 where
        that would be padding.
    """
    # BEGIN SOLUTION
    labels = ids[:, 1:]
    return ids[:, :-1], labels.masked_fill(labels == pad_id, -100)
    # END SOLUTION


# %% id="next-token-look"
words = tiny_language.Words()
example = tiny_language.pad([[1, *words.ids("dana is a chef ."), 2], [1, *words.ids("he plays chess"), 2]])
inputs, labels = next_token_targets(example, PAD)
for row in range(2):
    print("input:", words.text(inputs[row]))
    print("label:", " ".join("·" if n == -100 else words.itos[n] for n in labels[row].tolist()))

# %% [markdown] id="mask-text"
# ## 5.2 Hidden tokens
#
# A classifier may read the whole sentence before it answers, so its encoder should learn to look both ways. BERT's
# objective hides some tokens and asks for them: *the masked language model* (Devlin et al. 2019, §3.1). 15 % of the
# tokens are chosen. Of the chosen ones
#
# - 80 % become [MASK],
# - 10 % become a random token,
# - 10 % stay as they are,
#
# and at **all** chosen places, and nowhere else, the original token is the label. Why not 100 % [MASK]? In fine-tuning
# there is no [MASK]. A model that knows "where there is no [MASK], nothing is asked of me" would have learned nothing
# about ordinary tokens.

# %% [markdown] id="mask-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `mask_tokens`. Special tokens ([CLS], [SEP], padding, …) are never chosen.
#
# <details><summary>Hint 1</summary>Draw one number between 0 and 1 for each token: chosen where it is below
# <code>probability</code>. Draw a <i>second</i> one to decide what becomes of a chosen token. Why not use the first one
# again?</details>
# <details><summary>Hint 2</summary>Labels come from the original <code>ids</code>: make them before you change anything,
# or change a copy.</details>
# <details><summary>Hint 3</summary><code>torch.isin(ids, torch.tensor(special_ids))</code> finds the special tokens;
# <code>torch.where(condition, a, b)</code> chooses place by place.</details>


# %% id="mask-tokens" exercise="mask_tokens"
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    """Hide tokens for the masked language model (Devlin et al. 2019, §3.1): 80 % [MASK], 10 % random, 10 % kept.

    Args:
        ids: int64 tensor (B, T); stays as it is.
        special_ids: list of ids that are never chosen (padding among them).
        mask_id: the id of [MASK].
        vocab_size: random tokens are drawn evenly from 0, …, vocab_size - 1, special ones too.
        seed: an int; the same seed gives the same result.
        probability: with which each other token is chosen, independently of the rest.

    Returns:
        inputs (B, T), the ids with the chosen tokens replaced, and labels (B, T): the original token at each chosen
        place, -100 elsewhere. Both int64.
    """
    # BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.masked_fill(~chosen, -100)
    # END SOLUTION


# %% [markdown] id="mask-look-text"
# **Before you run it:** in the line of labels, how many words do you expect among about 40?

# %% id="mask-look"
special_ids = list(range(len(tiny_language.SPECIALS)))
story = tiny_language.stories(1, seed=4)[0]
ids, segments = tiny_language.pack_pairs([(" ".join(story[:2]), " ".join(story[2:]))], words)
inputs, labels = mask_tokens(ids, special_ids, MASK, len(words), seed=26)
print("original:", words.text(ids[0]))
print("input:   ", words.text(inputs[0]))
print("labels:  ", " ".join("·" if n == -100 else words.itos[n] for n in labels[0].tolist()))

# %% [markdown] id="nsp-text"
# ## 5.3 The next sentence
#
# BERT's second objective (same paper): given sentences A and B, did B follow A in the text, or does it come from
# somewhere else? Half of the pairs are real. The answer is read off [CLS], which is how [CLS] first learned to speak
# for a whole input. (Later models left this objective out; Liu et al. 2019 found that they lost nothing.)

# %% [markdown] id="nsp-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `nsp_pairs`: one pair for each sentence that has a next one in its document.
#
# <details><summary>Hint 1</summary>For each pair toss a coin. Tails: which documents may the stranger come
# from?</details>
# <details><summary>Hint 2</summary>Short sentences come up in many documents. What if the stranger, by chance, has the
# same words as the true next sentence?</details>


# %% id="nsp-pairs" exercise="nsp_pairs"
def nsp_pairs(documents, seed):
    """Pairs of sentences for next-sentence prediction (Devlin et al. 2019, §3.1).

    Args:
        documents: list of documents, each a list of sentences (str); at least two documents; stays as it is.
        seed: an int; the same seed gives the same pairs.

    Returns:
        List of (first, second, is_next), in the order of the documents: one for each sentence that has a next one.
        With probability 1/2, second is the next sentence and is_next is 1. Otherwise second is a random sentence of
        *another* document, not equal to the next sentence, and is_next is 0.
    """
    # BEGIN SOLUTION
    coin = random.Random(seed)
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in itertools.pairwise(document):
            if coin.random() < 0.5:
                pairs.append((first, following, 1))
            else:
                pairs.append((first, coin.choice([sentence for sentence in others if sentence != following]), 0))
    return pairs
    # END SOLUTION


# %% id="nsp-look"
for first, second, is_next in nsp_pairs(tiny_language.stories(2, seed=3), seed=2):
    print("next " if is_next else "other", "|", first, "|", second)

# %% [markdown] id="pretrain-text"
# ## Pre-training, in half a minute
#
# Three objectives, three learning curves. The language has 110 words and stories such as *noa is a judge. she works in
# the court. every friday she reads laws. in the evening noa plays chess.* The model is a transformer of two blocks, 64
# wide, given in `tiny_language.py`; what you wrote makes its inputs and labels.
#
# **Before you run it:** no model can know who the next story is about. So should the loss of the next token reach 0?
#
# *What is to be seen: three curves that start at the dashed line (guessing: the logarithm of the number of choices) and
# fall, fast at first. None reaches 0: names, days and games are drawn at random, and so are hidden ones.*

# %% id="pretrain"
stories = tiny_language.stories(1500, seed=1)
steps = {"next token": 150, "next sentence": 200, "hidden tokens": 400}
if topic_task.being_graded():
    steps = dict.fromkeys(steps, 3)


def next_token_loss(model, step):
    inputs, labels = next_token_targets(tiny_language.sentences_batch(stories, words, 32, seed=step), PAD)
    return F.cross_entropy(model.words(model(inputs, causal=True)).flatten(0, 1), labels.flatten())


def hidden_token_loss(model, step):
    draw = random.Random(step)
    places = [(told, draw.randrange(3)) for told in draw.sample(stories, 64)]
    ids, segments = tiny_language.pack_pairs([(told[i], told[i + 1]) for told, i in places], words)
    inputs, labels = mask_tokens(ids, special_ids, MASK, len(words), seed=step)
    return F.cross_entropy(model.words(model(inputs, segments)).flatten(0, 1), labels.flatten())


def next_sentence_loss(model, step):
    pairs = nsp_pairs(random.Random(step).sample(stories, 12), seed=step)
    ids, segments = tiny_language.pack_pairs(pairs, words)
    answers = torch.tensor([is_next for _, _, is_next in pairs])
    return F.cross_entropy(model.next_sentence(model(ids, segments)[:, 0]), answers)


torch.manual_seed(0)
reader, bert = tiny_language.TinyModel(len(words)), tiny_language.TinyModel(len(words))
untrained = copy.deepcopy(bert)
curves = {}
for title, model, loss_of, rate in (
    ("next token", reader, next_token_loss, 2e-3),
    ("next sentence", bert, next_sentence_loss, 5e-4),
    ("hidden tokens", bert, hidden_token_loss, 3e-3),
):
    learn_from = lambda step, model=model, loss_of=loss_of: loss_of(model, step)  # noqa: E731
    curves[title] = tiny_language.learn(model, learn_from, steps[title], title, rate)
guess = torch.tensor(float(len(words))).log().item()
pictures.objectives(curves, {"next token": guess, "hidden tokens": guess, "next sentence": 0.693})

# %% [markdown] id="pretrain-fill-text"
# What does the model know now? Hide a word and ask for it, before and after. It was never told what a court is. Yet it
# has to know where judges work to guess a hidden word.

# %% id="pretrain-fill"
for first, second in (
    ("noa is a judge .", "she works in the [MASK] ."),
    ("eli is a [MASK] .", "he works in the orchard ."),
    ("[MASK] is a chef .", "she works in the kitchen ."),
):
    ids, segments = tiny_language.pack_pairs([(first, second)], words)
    place = int((ids[0] == MASK).nonzero()[0])
    print(first, second)
    for name, model in (("before", untrained), ("after", bert)):
        with torch.no_grad():
            chances = model.words(model(ids, segments))[0, place].softmax(-1)
        print(f"    {name:7}", "  ".join(f"{words.itos[int(i)]} {chances[i]:.0%}" for i in chances.topk(4).indices))

# %% [markdown] id="pretrain-after"
# The third line is the nice one: the model cannot know the name, but *she* rules out half of the names, and it spreads
# its guess over the others.
#
# That was a hundred words and half a minute. BERT base read 3.3 billion words for four days on 16 TPU chips (Devlin et
# al. 2019, §A.2), and attention's cost grows with the square of the length, as you measured in assignment 4. Hence the
# second step: nobody wants to do that again for each task.

# %% [markdown] id="part-b"
# ---
# # B · One word, one vector? *Apple* and *bank*
#
# ## 5.4 Static vectors
#
# GloVe (Pennington, Socher and Manning 2014) gives each word one vector, learned from which words stand near it in six
# billion words of newspapers and Wikipedia. The file beside this notebook has 9,909 of these words, 50 numbers each.
#
# Two vectors are compared by the **cosine** of the angle between them: 1 for the same direction, 0 for a right angle.
#
# $$\cos(a, b) = \frac{a \cdot b}{\lVert a \rVert\,\lVert b \rVert}$$
#
# Vectors differ in length: in this file from 2.4 to 10.8. The dot product would prefer the long ones whatever they mean,
# which is why it alone will not do.

# %% [markdown] id="nearest-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `nearest_words`: the k words whose vectors have the highest cosine with a word's own.
#
# <details><summary>Hint 1</summary>Bring every row to length 1. What is the dot product of two vectors of length
# 1?</details>
# <details><summary>Hint 2</summary>Who is the nearest of all to <i>apple</i>? Nobody wants to read that.</details>


# %% id="nearest-words" exercise="nearest_words"
def nearest_words(word, words, table, k):
    """The k words nearest to a word by cosine, the nearest first; the word itself is not among them.

    Args:
        word: one of words.
        words: list of V different words.
        table: float tensor (V, d), a vector for each word, none of them zero; stays as it is.
        k: how many, at most V - 1.

    Returns:
        List of k pairs (word, cosine), the cosine a float.
    """
    # BEGIN SOLUTION
    directions = F.normalize(table, dim=-1)
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = [i for i in cosines.argsort(descending=True).tolist() if i != own]
    return [(words[i], float(cosines[i])) for i in ranked[:k]]
    # END SOLUTION


# %% [markdown] id="nearest-look-text"
# **Before you run it:** will *apple* be near *pear* or near *microsoft*? And *bank*: money, or the river?

# %% id="nearest-look"
glove_words, glove_table = topic_task.load_glove()
for word in ("apple", "bank", "sport"):
    print(
        f"{word:6}",
        ", ".join(f"{near} {cosine:.2f}" for near, cosine in nearest_words(word, glove_words, glove_table, 8)),
    )

# %% [markdown] id="nearest-after"
# In newspapers, *apple* is the company. Its one vector says so in every sentence, in *John recently bought an apple
# mobile* and in *John ate a ripe apple*.
#
# ## 5.5 Contextual vectors
#
# The encoder gives a vector to each *token in its sentence*. A word may have been cut into several pieces
# (`em ##bed ##ding ##s`); its vector is then the mean of theirs. The tokenizer says which piece belongs to which word:
# `word_ids`, None for [CLS] and [SEP].

# %% [markdown] id="word-vector-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `word_vector`.
#
# <details><summary>Hint 1</summary>Make the list of places whose <code>word_ids</code> entry is the wanted word. A tensor
# may be indexed with a list.</details>
# <details><summary>Hint 2</summary>Word 0 is a word. Does your code take it for "nothing"?</details>


# %% id="word-vector" exercise="word_vector"
def word_vector(hidden, word_ids, word):
    """The contextual vector of one word: the mean of its pieces' vectors.

    Args:
        hidden: float tensor (T, d), one vector for each token of one sentence.
        word_ids: list of T entries: the number of the word that a token belongs to, or None for special tokens.
        word: the number of the wanted word, counted from 0.

    Returns:
        Tensor (d,).

    Raises:
        ValueError: if no token belongs to that word.
    """
    # BEGIN SOLUTION
    places = [place for place, number in enumerate(word_ids) if number == word]
    if not places:
        raise ValueError(f"there is no word {word}")
    return hidden[places].mean(dim=0)
    # END SOLUTION


# %% [markdown] id="real-encoder-text"
# Now the real encoder. `all-MiniLM-L6-v2` is the model whose weights you loaded into your own modules at the end of
# assignment 4. If it is not on your machine, the next cell says how to get it; everything that does not need it works
# without. (Another model from the Hub is one argument away; see `load_encoder` in `encoder.py`.)

# %% id="real-encoder"
encoder = None
if not topic_task.being_graded():
    try:
        encoder = topic_task.new_encoder()
        print(f"{sum(weight.numel() for weight in encoder.parameters()):,} parameters, {encoder.d_model} wide")
    except EncoderMissingError as missing:
        print(missing)

# %% [markdown] id="contexts-text"
# Three sentences for each meaning. **Before you run it:** GloVe's six vectors of *apple* are one and the same, so all
# its cosines are 1. What do you expect of the encoder: black and white, or shades?
#
# *What is to be seen: two tables of cosines with two darker squares each, top left and bottom right: sentences 1–3
# agree among themselves, and so do 4–6. Across the two meanings the cosine is lower on average, but not 0: it is still
# the same word. Not every pair obeys. Look for a sentence about the company that lies as near to a fruit as to its own
# kind.*

# %% id="contexts"
contexts = {
    "apple": [
        "he ate a ripe apple from the tree",
        "she baked a pie with an apple and cinnamon",
        "an apple fell from the branch in the orchard",
        "apple released a new phone last week",
        "the shares of apple rose after the launch",
        "john recently bought an apple mobile",
    ],
    "bank": [
        "they sat on the bank of the river",
        "the boat drifted to the muddy bank",
        "reeds grow along the bank of the stream",
        "she opened an account at the bank",
        "the bank raised its interest rates",
        "he borrowed money from the bank",
    ],
}
if encoder is not None:
    tokenizer, tables = load_tokenizer(), {}
    for word, sentences in contexts.items():
        vectors = []
        for sentence in sentences:
            encoded = tokenizer.encode(sentence)
            ids = torch.tensor([encoded.ids])
            with torch.no_grad():
                hidden = encoder(ids, torch.ones_like(ids, dtype=torch.bool))[0]
            vectors.append(word_vector(hidden, encoded.word_ids, sentence.split().index(word)))
        directions = F.normalize(torch.stack(vectors), dim=-1)
        tables[f"{word}, contextual"] = directions @ directions.T
        same, other = tables[f"{word}, contextual"][:3, :3], tables[f"{word}, contextual"][:3, 3:]
        print(
            f"{word}: within a meaning {(same.sum() - 3).item() / 6:.2f}, across {other.mean().item():.2f}; GloVe: 1.00"
        )
    pictures.similarities(tables, [[f"{n + 1} {s[:34]}" for n, s in enumerate(c)] for c in contexts.values()])

# %% [markdown] id="part-c"
# ---
# # C · Fine-tuning: a topic for each text
#
# The task: a short text, ten topics, *sport* among them. The texts are definitions from WordNet, the topics those of its
# editors. A thousand are labelled, a hundred of each topic.

# %% id="texts"
texts, labels = topic_task.load_topics()
for topic in ("sport", "law", "mathematics"):
    print(f"{topic:12}", next(text for text, label in zip(texts, labels, strict=True) if TOPICS[label] == topic))

# %% [markdown] id="split-text"
# ## 5.6 Three parts
#
# One part to train on, one to make choices with (when to stop, which method), one to look at once, at the end. If
# anything of the last part leaks into the first, the number at the end is about memory and not about skill. Leaks are
# seldom as blunt as training on the test. A text that occurs twice, once in each part, is enough.
#
# **Stratified** means: each part has each topic in the same proportion, so no topic is missing from the test by bad luck.

# %% [markdown] id="split-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `stratified_split`. Texts that are the same but for capital letters and spaces around them stay together.
#
# <details><summary>Hint 1</summary>Split <i>groups</i> of equal texts rather than texts. Which label has a group? (That
# of its first text.)</details>
# <details><summary>Hint 2</summary>Topic by topic: shuffle its groups, then cut the list at the rounded places
# <code>0.7 · n</code> and <code>(0.7 + 0.15) · n</code>.</details>
# <details><summary>Hint 3</summary>If you round each part's size alone, do they still add up to n? Rounding the
# <i>places of the cuts</i> cannot lose anybody.</details>


# %% id="stratified-split" exercise="stratified_split"
def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    """Split examples into parts with the same proportion of each label, and no text in two parts.

    Args:
        texts: list of str; stays as it is. Texts are the same if they are after `text.strip().lower()`.
        labels: list of int, as long as texts; stays as it is.
        shares: the share of each part; they sum to 1.
        seed: an int; the same seed gives the same split.

    Returns:
        A list of parts, each a shuffled list of indices into texts, plain ints. Each index is in exactly one part, texts that are
        the same in the same part. Where no text occurs twice, a part has of each label its share, give or take one.
    """
    # BEGIN SOLUTION
    groups = {}
    for index, text in enumerate(texts):
        groups.setdefault(text.strip().lower(), []).append(index)
    by_label = {}
    for members in groups.values():
        by_label.setdefault(labels[members[0]], []).append(members)
    cards = random.Random(seed)
    parts = [[] for _ in shares]
    for label in sorted(by_label):
        of_label = by_label[label]
        cards.shuffle(of_label)
        start, passed = 0, 0.0
        for part, share in zip(parts, shares, strict=True):
            passed += share
            end = round(passed * len(of_label))
            part += [index for members in of_label[start:end] for index in members]
            start = end
    for part in parts:
        cards.shuffle(part)
    return parts
    # END SOLUTION


# %% id="split-look"
train_part, validation_part, test_part = stratified_split(texts, labels, seed=0)
for name, part in (("train", train_part), ("validation", validation_part), ("test", test_part)):
    print(f"{name:10} {len(part):4}", {topic: sum(labels[i] == n for i in part) for n, topic in enumerate(TOPICS)})

# %% [markdown] id="pool-text"
# ## 5.7 From many vectors to one
#
# The encoder gives a vector for each token; a class needs one for the text. Two ways:
#
# - **[CLS]**: the first token stands for nothing but the whole. Its output has looked at all the others.
# - **mean**: the average over the text's tokens. Its *real* tokens.

# %% [markdown] id="pool-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `cls_pool` and `mean_pool`. Both take the same arguments, so that one can stand in for the other.
#
# <details><summary>Hint 1</summary>In (B, T, d), which axis do you index for [CLS]? <code>hidden[0]</code> is the first
# <i>text</i>.</details>
# <details><summary>Hint 2</summary>A mean is a sum divided by a number. Padding must be in neither of the two. To use a
# mask (B, T) on (B, T, d), give it a third axis.</details>
# <details><summary>Hint 3</summary>Multiplying by 0 does not remove what is not a number: 0 · NaN is NaN.
# <code>masked_fill</code> and <code>torch.where</code> do.</details>


# %% id="pooling" exercise="pooling"
def cls_pool(hidden, keep):
    """The vector of the first token, [CLS].

    Args:
        hidden: float tensor (B, T, d).
        keep: boolean tensor (B, T), True for a real token. Not needed here.

    Returns:
        Tensor (B, d), through which gradients reach hidden.
    """
    # BEGIN SOLUTION
    return hidden[:, 0]
    # END SOLUTION


def mean_pool(hidden, keep):
    """The mean of the real tokens' vectors, [CLS] and [SEP] included.

    Args:
        hidden: float tensor (B, T, d); where keep is False it may hold anything, even infinity or NaN.
        keep: boolean tensor (B, T), True for a real token.

    Returns:
        Tensor (B, d), through which gradients reach hidden; zeros for a row without any real token.
    """
    # BEGIN SOLUTION
    total = hidden.masked_fill(~keep[..., None], 0.0).sum(dim=1)
    return total / keep.sum(dim=1, keepdim=True).clamp(min=1)
    # END SOLUTION


# %% [markdown] id="classifier-text"
# ## 5.8 A head on the encoder
#
# The encoder, a pool, dropout, and one linear layer, the *head*, from d_model to the number of classes: that is all of
# a BERT classifier (Devlin et al. 2019, §4.1). The head gives **scores** (logits), any numbers; softmax is inside the
# loss.
#
# Two ways to train it. **Frozen**: the encoder stays as published and only the head learns; cheap. **Fully fine-tuned**:
# everything moves.

# %% [markdown] id="classifier-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `Classifier`.
#
# <details><summary>Hint 1</summary>What tells PyTorch that a parameter wants no gradient? A module can say it for all of
# its parameters at once.</details>
# <details><summary>Hint 2</summary>An encoder has dropout inside. <code>model.train()</code> switches it on everywhere,
# in the frozen encoder too. Where, after that, can you switch it off again? (You may override <code>train</code>, or
# call <code>eval()</code> on the encoder each time it is used.)</details>


# %% id="classifier" exercise="Classifier"
class Classifier(nn.Module):
    """An encoder, a pool, dropout, and a linear layer that gives each class a score.

    Args (constructor):
        encoder: a module, encoder(ids, keep) -> hidden states (B, T, d_model).
        d_model: width of its vectors, an int.
        n_classes: number of classes, an int.
        pool: a function, pool(hidden, keep) -> (B, d_model), such as cls_pool or mean_pool.
        frozen: if True, the encoder's parameters require no gradient, and its dropout stays off even in training.
        dropout: probability of dropout between pool and head.

    Attributes:
        encoder: the encoder that was given (the same object).
        head: nn.Linear(d_model, n_classes).
    """

    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        # BEGIN SOLUTION
        self.encoder = encoder
        self.pool = pool
        self.frozen = frozen
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(d_model, n_classes)
        if frozen:
            encoder.requires_grad_(False)
        # END SOLUTION

    def forward(self, ids, keep):
        """Scores (logits, not probabilities) of each class: ids and keep (B, T) -> (B, n_classes)."""
        # BEGIN SOLUTION
        if self.frozen:
            self.encoder.eval()
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep)))
        # END SOLUTION


# %% [markdown] id="train-text"
# ## 5.9 One epoch
#
# Five steps a batch, always the same: forget the old gradients, compute scores, compute the loss, compute gradients,
# take a step. Leave one out and nothing raises; the model just learns badly, or not at all.

# %% [markdown] id="train-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `train_epoch`: go once over the batches, and return the mean loss **over the examples**. The last batch is often
# smaller; a mean over the batches' means would count its examples more than the others'.
#
# <details><summary>Hint 1</summary>Gradients add up in <code>.grad</code> until somebody clears them.</details>
# <details><summary>Hint 2</summary><code>F.cross_entropy(scores, labels)</code> does the softmax itself.</details>
# <details><summary>Hint 3</summary>Dropout works only while the model is in training mode. Who puts it
# there?</details>


# %% id="train-epoch" exercise="train_epoch"
def train_epoch(model, batches, optimizer):
    """Train for one epoch with cross-entropy, in training mode, one step of the optimizer for each batch.

    Args:
        model: a module, model(ids, keep) -> scores (B, n_classes).
        batches: an iterable of (ids, keep, labels), labels an int64 tensor (B,); batches may differ in size.
        optimizer: an optimizer of the model's parameters. Gradients that they already have take no part in a step.

    Returns:
        The mean loss over all examples, a float: each batch's loss as it was before its step.
    """
    # BEGIN SOLUTION
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
    # END SOLUTION


# %% [markdown] id="evaluate-text"
# ## 5.10 Looking without touching
#
# Evaluation needs no gradients (`torch.no_grad()` saves time and memory) and no dropout (`model.eval()`): the same model
# on the same texts should give the same answer twice.

# %% [markdown] id="evaluate-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `evaluate`. It leaves the model in the mode in which it found it.
#
# <details><summary>Hint 1</summary><code>model.training</code> tells the mode; <code>model.train(mode)</code> sets
# it.</details>
# <details><summary>Hint 2</summary>Which axis holds the classes? <code>argmax</code> along the other one finds, for each
# class, the text that has it most.</details>


# %% id="evaluate" exercise="evaluate"
def evaluate(model, batches):
    """Loss and predictions, without dropout and without gradients.

    Args:
        model: a module, model(ids, keep) -> scores (B, n_classes).
        batches: an iterable of (ids, keep, labels).

    Returns:
        Dict of "loss" (float, mean cross-entropy over all examples), "predictions" (list of int, the class with the
        highest score) and "labels" (list of int), both in the order of the batches.
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    total, predictions, answers = 0.0, [], []
    with torch.no_grad():
        for ids, keep, labels in batches:
            scores = model(ids, keep)
            total += F.cross_entropy(scores, labels, reduction="sum").item()
            predictions += scores.argmax(dim=-1).tolist()
            answers += labels.tolist()
    model.train(was_training)
    return {"loss": total / len(answers), "predictions": predictions, "labels": answers}
    # END SOLUTION


# %% [markdown] id="scores-text"
# ## 5.11 Three numbers for one result
#
# - The **confusion matrix** counts: rows are right labels, columns predictions.
# - **Accuracy** is the share on its diagonal. With 95 % spam, "all is spam" has 95 %.
# - **Macro-F1** asks class by class. Precision: of those that I called sport, how many are? Recall: of those that are
#   sport, how many did I find? F1 is their harmonic mean, 2·TP / (2·TP + FP + FN); macro-F1 is the plain mean of all
#   classes' F1, so that a rare class counts as much as a frequent one.

# %% [markdown] id="scores-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `classification_scores`.
#
# <details><summary>Hint 1</summary>In the matrix, TP is on the diagonal. Where are FP (called so, but is not), and FN
# (is so, but was not called)?</details>
# <details><summary>Hint 2</summary>A class that never occurs and is never predicted has 0/0. Which value does the
# docstring ask for?</details>


# %% id="classification-scores" exercise="classification_scores"
def classification_scores(labels, predictions, n_classes):
    """Confusion matrix, accuracy and macro-F1.

    Args:
        labels: the right classes, list of int.
        predictions: the predicted classes, list of int, as long.
        n_classes: the number of classes; some may not occur.

    Returns:
        Dict of "confusion" (int64 tensor (n_classes, n_classes), rows: right, columns: predicted), "accuracy" (float)
        and "macro_f1" (float): the mean of F1 over all n_classes classes, where 0/0 counts as 0.
    """
    # BEGIN SOLUTION
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        confusion[label, prediction] += 1
    hits = confusion.diagonal()
    f1 = 2 * hits / (confusion.sum(dim=0) + confusion.sum(dim=1)).clamp(min=1)
    return {
        "confusion": confusion,
        "accuracy": hits.sum().item() / len(labels),
        "macro_f1": f1.mean().item(),
    }
    # END SOLUTION


# %% [markdown] id="fit-text"
# ## 5.12 When to stop
#
# On the training part the loss falls for ever: the model begins to learn the texts by heart. On texts it has not seen,
# the loss falls, and then rises. **Early stopping**: after each epoch measure on the validation part; if that has not
# improved for some epochs (the *patience*), stop, and go back to the best epoch's weights.
#
# It is the validation part that decides. The test part may be drawn in the picture, but a test that helps to choose is
# no test any more.

# %% [markdown] id="fit-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 25 minutes
#
# Write `fit`. How an epoch is run and how a loss is measured comes from outside, as functions.
#
# <details><summary>Hint 1</summary>"Not improved for two epochs": keep the number of the best epoch, and compare it with
# the current one.</details>
# <details><summary>Hint 2</summary><code>model.state_dict()</code> does not copy anything: its tensors <i>are</i> the
# weights, and go on changing while you train. What does <code>copy.deepcopy</code> do?</details>


# %% id="fit" exercise="fit"
def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    """Train with early stopping on the validation loss, and leave the best epoch's weights in the model.

    Args:
        model: the module that is trained.
        run_epoch: a function without arguments that trains one epoch and returns the training loss.
        measures: dict of functions without arguments that return a loss, "validation" among them; maybe others, such as
            "test", which are recorded after each epoch and decide nothing.
        max_epochs: how many epochs at most, at least 1.
        patience: stop after so many epochs in a row whose validation loss is not below the best one so far.
        on_epoch: if given, called after each epoch with the history so far.

    Returns:
        history and best_epoch: a list with one dict for each epoch, "train" and every name of measures -> loss; and the
        number, from 0, an int, of the epoch with the lowest validation loss (the first one, if several share it).
    """
    # BEGIN SOLUTION
    history, best_epoch, best_weights = [], None, None
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses["validation"] < history[best_epoch]["validation"]:
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_weights)
    return history, best_epoch
    # END SOLUTION


# %% [markdown] id="compare-text"
# ## The comparison
#
# First the baseline that costs nothing: TF-IDF and logistic regression, a second. It counts words, and knows none of
# them. Then the encoder, frozen: run it once, keep one vector a text, and train the head alone. Twice: on the [CLS]
# vectors (they are in `cls_vectors.npy` already) and on the means of the real tokens (`mean_vectors.npy`), your two pools.
#
# **Before you run it:** [CLS] stands for nothing but the whole text. Will it beat the plain mean?

# %% id="compare-cheap"
shown, predictions = {}, {}
pick = lambda part, things: [things[i] for i in part]  # noqa: E731
if not topic_task.being_graded():
    guesses = topic_task.baseline((pick(train_part, texts), pick(train_part, labels)), pick(test_part, texts))
    predictions["TF-IDF"] = guesses
    shown["TF-IDF"] = classification_scores(pick(test_part, labels), guesses, len(TOPICS))

    class Stored(nn.Module):
        """In place of the encoder: looks up the vector that the frozen encoder gave a text. ids (B, 1): its number."""

        def __init__(self, vectors):
            super().__init__()
            self.vectors = vectors

        def forward(self, ids, keep):
            return self.vectors[ids]

    def stored(part, size=32):
        """Batches of text numbers."""
        rows = torch.tensor(part).split(size)
        return [
            (row[:, None], torch.ones(len(row), 1, dtype=torch.bool), torch.tensor(pick(row, labels))) for row in rows
        ]

    def predict_frozen(vectors):
        """Train a head on stored vectors, stop early, and predict the topics of the test part."""
        torch.manual_seed(0)
        random.seed(0)
        frozen = Classifier(Stored(vectors), vectors.shape[1], len(TOPICS), cls_pool, frozen=True)
        optimizer = torch.optim.AdamW(frozen.head.parameters(), lr=0.01, weight_decay=0.05)
        fit(
            frozen,
            run_epoch=lambda: train_epoch(frozen, stored(random.sample(train_part, len(train_part))), optimizer),
            measures={"validation": lambda: evaluate(frozen, stored(validation_part))["loss"]},
            max_epochs=30,
            patience=3,
        )
        return evaluate(frozen, stored(test_part))["predictions"]

    for name, pool in (("frozen [CLS]", "cls"), ("frozen mean", "mean")):
        predictions[name] = predict_frozen(topic_task.load_vectors(pool)[0])
        shown[name] = classification_scores(pick(test_part, labels), predictions[name], len(TOPICS))
    for name, result in shown.items():
        print(f"{name:12} accuracy {result['accuracy']:.3f}   macro-F1 {result['macro_f1']:.3f}")

# %% [markdown] id="history-text"
# The mean wins, and that is no accident. It has to do with **what this encoder went through before you met it**: first a
# large model was pre-trained on text; then it was *distilled* into this small one (Wang et al. 2020); and then
# sentence-transformers tuned it on more than a billion pairs of texts that belong together (model card of
# all-MiniLM-L6-v2), so that the **mean** vectors of the two come near each other. [CLS] was never asked for anything in
# that last step. Its vector is good all the same, because every token has looked at all the others.
#
# So what follows is not "plain pre-training against fine-tuning". Somebody has fine-tuned before you, for meaning.
#
# How many labelled texts does each method need? The **learning curve** was measured over ten seeds on the 300 other texts
# (`calibration.json`).
#
# *What is to be seen: three curves that rise and flatten. The two of the encoder begin far above TF-IDF: with a hundred
# labelled texts, ten a topic, the frozen encoder is better than TF-IDF with seven hundred.*

# %% id="learning-curve"
measured = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
pictures.learning_curve(measured["learning_curve"])

# %% [markdown] id="fine-tune-text"
# Now everything moves. AdamW takes small steps (5·10⁻⁵) in the encoder, which knows something already, and larger ones
# (3·10⁻³) in the head, which knows nothing yet. An epoch takes half a minute on a quiet laptop.
#
# **Before you run it:** the head alone did well. How much will the other 22 million parameters add, with 700 examples?
#
# *What is to be seen: a picture that grows with each epoch. The training loss falls all the way, and ends far below the
# other two. The dotted line is the epoch that is kept: the one with the lowest validation loss.*

# %% id="fine-tune"
if encoder is not None:
    from tqdm import tqdm

    rows = topic_task.tokenize(texts)
    torch.manual_seed(0)
    tuned = Classifier(encoder, encoder.d_model, len(TOPICS), cls_pool)
    optimizer = topic_task.optimizer_for(tuned)
    checks = {
        name: topic_task.batches_of(pick(part, rows), pick(part, labels), size=32)
        for name, part in (("validation", validation_part), ("test", test_part))
    }
    seeds = iter(range(100))

    def one_epoch():
        batches = topic_task.batches_of(pick(train_part, rows), pick(train_part, labels), seed=next(seeds))
        return train_epoch(tuned, tqdm(batches, desc="training", leave=False), optimizer)

    history, best = fit(
        tuned,
        one_epoch,
        {name: lambda batches=batches: evaluate(tuned, batches)["loss"] for name, batches in checks.items()},
        max_epochs=3,
        patience=1,
        on_epoch=pictures.LiveCurves("Fine-tuning all-MiniLM-L6-v2 through [CLS]"),
    )
    found = evaluate(tuned, checks["test"])
    predictions["fine-tuned"] = topic_task.in_order(found["predictions"], pick(test_part, rows), size=32)
    shown["fine-tuned"] = classification_scores(found["labels"], found["predictions"], len(TOPICS))
    print(f"kept epoch {best + 1} of {len(history)}")
    print(f"accuracy {shown['fine-tuned']['accuracy']:.3f}   macro-F1 {shown['fine-tuned']['macro_f1']:.3f}")

# %% [markdown] id="compare-all-text"
# Which topics are mixed up? And would another seed tell another story? One run on 150 test texts has a standard error of 2 to 3 points.
# The bars below are ten runs with ten seeds, measured on 300 other texts (`calibration.json`); the diamonds are yours.
#
# *What is to be seen: a confusion matrix that is nearly all diagonal; what is off it is mostly understandable. Then four
# dots with their deviations: TF-IDF well below, the frozen head on [CLS] above it, and to its right, close together, the
# frozen head on means and the fine-tuned model.*

# %% id="compare-all"
if shown:
    best_name = max(shown, key=lambda name: shown[name]["accuracy"])
    pictures.confusion(shown[best_name]["confusion"], TOPICS, title=f"{best_name}, 150 test texts")
    names = {
        "TF-IDF": "tfidf",
        "frozen [CLS]": "head_on_training_part",
        "frozen mean": "mean_head_on_training_part",
        "fine-tuned": "fine_tuned",
    }
    scores = {name: measured["methods"][key]["accuracy"] for name, key in names.items()}
    pictures.methods(
        {name: (score["mean"], score["deviation"]) for name, score in scores.items()},
        {name: result["accuracy"] for name, result in shown.items() if name in names},
    )

# %% [markdown] id="compare-after"
# With nothing but a linear layer on the frozen [CLS], the errors are less than half of TF-IDF's. *Criminal proceedings* and
# *trial* share no word, yet the encoder has met both in the same company. Full fine-tuning through [CLS] then takes away
# about a quarter of the errors that are left, at a hundred times the cost, and ends one point above the frozen **mean**,
# which had half of that gain for nothing. **To think about:** when would you expect full fine-tuning to be worth it? (Think
# of tasks that have little to do with what the encoder was trained for, and of more labelled texts.)
#
# ## 5.13 Or was it luck?
#
# Two methods, the same 150 test texts, and one has four more right. Is it better? Most texts do not help to tell: both get
# them right, or both wrong. What counts are the texts on which **exactly one** is right: b where only the first is, c
# where only the second is. If neither were better, each of these b + c texts would be a fair coin. **McNemar's test**
# asks how often b + c coins come out at least as unequal (McNemar 1947; here in its exact form. Of the five tests
# that Dietterich 1998 compares, it is the only one with few false alarms for methods that are trained once):
#
# $$p = \min\Big(1,\; 2 \sum_{k=0}^{\min(b,c)} \binom{b+c}{k} \Big(\frac12\Big)^{b+c}\Big)$$
#
# | b | c | p | |
# |---|---|---|---|
# | 5 | 0 | 2 · (1/2)⁵ = 0.0625 | five coins that fall the same way, either way |
# | 9 | 5 | 0.42 | four more right, and nothing follows |

# %% [markdown] id="mcnemar-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `mcnemar`, the exact test.
#
# <details><summary>Hint 1</summary><code>math.comb(n, k)</code> is the number of ways to choose k of n. Python's whole
# numbers have no limit: divide once, at the end.</details>
# <details><summary>Hint 2</summary>What does the formula give for b = c = 0? For b = c = 1, without the minimum?</details>


# %% id="mcnemar" exercise="mcnemar"
def mcnemar(labels, first, second):
    """McNemar's exact test of two classifiers on the same texts (McNemar 1947; Dietterich 1998).

    Args:
        labels: the right classes, list of int.
        first: the first classifier's predictions, list of int, as long.
        second: the second one's.

    Returns:
        Dict of "b" (int, texts on which only the first is right), "c" (int, only the second) and "p" (float): the
        probability that b + c fair coins come out at least as unequal, two-sided; 1 where b + c is 0.
    """
    # BEGIN SOLUTION
    b = sum(one == label != two for label, one, two in zip(labels, first, second, strict=True))
    c = sum(two == label != one for label, one, two in zip(labels, first, second, strict=True))
    tail = sum(math.comb(b + c, k) for k in range(min(b, c) + 1))
    return {"b": b, "c": c, "p": min(1.0, 2 * tail / 2 ** (b + c))}
    # END SOLUTION


# %% id="mcnemar-look"
answers = pick(test_part, labels) if shown else []
for one, two in itertools.combinations(predictions, 2):
    found = mcnemar(answers, predictions[one], predictions[two])
    print(f"{one:12} against {two:12} b = {found['b']:2}  c = {found['c']:2}  p = {found['p']:.2g}")

# %% [markdown] id="lora-text"
# Against TF-IDF the encoder's lead is no luck. Between the encoder's own variants 150 texts can hardly tell: that needs
# more texts, or the ten seeds of the picture above.
#
# ## 5.14 A small update of large weights
#
# Full fine-tuning moves 22.6 million numbers, and stores as many anew for each task. **LoRA** (Hu et al. 2021, §4.1) leaves
# a weight matrix W as it is and learns only an update of low rank beside it:
#
# $$h = W x + \frac{\alpha}{r} B A x, \qquad A: r \times d_{in},\quad B: d_{out} \times r$$
#
# | | numbers that learn |
# |---|---|
# | W of one attention matrix here, 384 × 384 | 147,456 |
# | A and B with r = 4 | 4 · 384 + 384 · 4 = 3,072 |
#
# A begins at random and B at 0, so at the start nothing is changed. At the end B A can be added to W: the merged model is
# as fast as before.

# %% [markdown] id="lora-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `LoRALinear`.
#
# <details><summary>Hint 1</summary><code>nn.Linear</code> stores W as (d_out, d_in) and computes x Wᵀ. What, then, is
# x (B A)ᵀ, and in which order is it cheap?</details>
# <details><summary>Hint 2</summary>If both A and B were 0, what would the gradient of each be?</details>


# %% id="lora-linear" exercise="LoRALinear"
class LoRALinear(nn.Module):
    """A linear layer that is frozen, and an update of low rank that learns (Hu et al. 2021, §4.1).

    Args (constructor):
        base: the nn.Linear to wrap; its parameters are frozen.
        rank: r, an int.
        alpha: a number; the update is multiplied by alpha / rank.

    Attributes:
        base: the layer that was given.
        A: nn.Parameter (rank, d_in), random at the start.
        B: nn.Parameter (d_out, rank), zeros at the start.
    """

    def __init__(self, base, rank, alpha):
        super().__init__()
        # BEGIN SOLUTION
        self.base = base.requires_grad_(False)
        self.scale = alpha / rank
        self.A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))
        # END SOLUTION

    def forward(self, x):
        """base(x) + (alpha / rank) · x Aᵀ Bᵀ: (..., d_in) -> (..., d_out). Gradients reach x, for layers below may learn."""
        # BEGIN SOLUTION
        return self.base(x) + self.scale * (x @ self.A.T @ self.B.T)
        # END SOLUTION

    def merged(self):
        """A new nn.Linear that does what this layer does, with the update added to the weight, and shares no tensor with it.

        This layer stays as it is.
        """
        # BEGIN SOLUTION
        linear = copy.deepcopy(self.base)
        linear.weight.data += self.scale * (self.B @ self.A).detach()
        return linear
        # END SOLUTION


# %% [markdown] id="lora-look-text"
# Now put it around the query and value matrices of all six layers, as the paper does in most of its experiments, and train through [CLS] again.
#
# **Before you run it:** LoRA learns 37 thousand numbers instead of 22.6 million. How much of the gain will be left?
#
# *What is to be seen: two counts, and an accuracy on the test part near that of full fine-tuning.*

# %% id="lora-look"
if encoder is not None:
    from IPython.display import clear_output

    small = topic_task.new_encoder().requires_grad_(False)
    for layer in small.model.encoder.layer:
        attention = layer.attention.self
        attention.query, attention.value = LoRALinear(attention.query, 4, 8), LoRALinear(attention.value, 4, 8)
    learns = sum(weight.numel() for weight in small.parameters() if weight.requires_grad)
    torch.manual_seed(0)
    adapted = Classifier(small, small.d_model, len(TOPICS), cls_pool)
    optimizer = topic_task.optimizer_for(adapted, encoder_rate=2e-3)
    for seed in range(3):
        batches = topic_task.batches_of(pick(train_part, rows), pick(train_part, labels), seed=seed)
        train_epoch(adapted, tqdm(batches, desc="training", leave=False), optimizer)
    clear_output(wait=True)  # the bars have done their work
    print(f"{learns:,} of {sum(weight.numel() for weight in small.parameters()):,} numbers of the encoder learn")
    found = evaluate(adapted, checks["test"])
    print(f"LoRA: accuracy {classification_scores(found['labels'], found['predictions'], len(TOPICS))['accuracy']:.3f}")

# %% [markdown] id="trainer-text"
# **In practice** few people write these loops. This is your `fit` in the words of Hugging Face's library, which brings
# checkpoints, logging and many GPUs with it (`pip install accelerate`); you now know what each line stands for. (Your patience is
# not in it: `callbacks=[EarlyStoppingCallback(early_stopping_patience=1)]` would be.)
#
# ```python
# from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
#
# model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=len(TOPICS))
# settings = TrainingArguments(
#     output_dir="runs", num_train_epochs=3, learning_rate=5e-5, per_device_train_batch_size=16, seed=0,
#     eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, metric_for_best_model="loss",
# )
# trainer = Trainer(model=model, args=settings, train_dataset=train_set, eval_dataset=validation_set)
# trainer.train()
# ```
#
# `train_set` is a list of dicts with `input_ids`, `attention_mask` and `labels`, all rows padded to one length.

# %% [markdown] id="part-d"
# ---
# # D · Texts whose topics you do not have
#
# ## 5.15 Your model's answers
#
# 300 more definitions lie in `held_out.txt`. Their topics stay with whoever grades. You write the function that trains a
# head on frozen [CLS] vectors; the cell then trains it on all 1,000 labelled texts, predicts the 300, and writes two
# files beside this notebook:
#
# - `topic_head.safetensors`: the head's weights (numbers only; such a file cannot contain code),
# - `topic_predictions.csv`: its 300 predictions.
#
# **Hand in both with the notebook** (the cell below *Hand in* packs them). They are scored for accuracy and macro-F1, and they must
# belong together: predictions that do not follow from the weights, or weights of a kind that your function does not
# produce, are flagged and earn nothing. So after each change, run the cell again.

# %% [markdown] id="head-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `train_topic_head`. How you train is up to you: your `Classifier`, `train_epoch` and `fit`, or ten lines of plain
# PyTorch; any optimizer, within ten seconds. The reference reaches 93 % on the held-out texts; full points begin at
# 91.5 %, in accuracy and in macro-F1.
#
# <details><summary>Hint 1</summary>A linear layer and cross-entropy are logistic regression. There is one best solution,
# and any optimizer that is given enough steps comes near it.</details>
# <details><summary>Hint 2</summary>384 numbers for each of 1,000 texts: enough to learn by heart. Weight decay, or
# stopping early, helps. Try it on your own split first.</details>
# <details><summary>Hint 3</summary>The same seed must give the same weights: what is random in your function, and who
# seeds it?</details>


# %% id="train-topic-head" exercise="train_topic_head"
def train_topic_head(vectors, labels, n_classes, seed=0):
    """Train a linear head on fixed vectors.

    Args:
        vectors: float tensor (N, d), a text's vector in each row; stays as it is.
        labels: int64 tensor (N,), classes from 0 to n_classes - 1.
        n_classes: the number of classes.
        seed: an int; the same seed gives the same weights.

    Returns:
        weight (n_classes, d) and bias (n_classes,), float tensors without gradient: the scores of a text are
        weight @ vector + bias.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    head = nn.Linear(vectors.shape[1], n_classes)
    optimizer = torch.optim.AdamW(head.parameters(), lr=0.01, weight_decay=0.05)
    for _ in range(30):
        for rows in torch.randperm(len(vectors)).split(50):
            optimizer.zero_grad()
            F.cross_entropy(head(vectors[rows]), labels[rows]).backward()
            optimizer.step()
    return head.weight.detach(), head.bias.detach()
    # END SOLUTION


handed_in = topic_task.hand_in(train_topic_head)

# %% id="head-look"
held_out = topic_task.load_held_out()
for row in (0, 1, 2, 3):
    print(f"{handed_in['predictions'][row]:12}", held_out[row])

# %% [markdown] id="part-e"
# ---
# # E · The answer is in the text
#
# ## 5.16 A span
#
# *What is the capital of France?* A classifier cannot answer: there are too many capitals. Extractive question answering
# points at the answer instead. Question and passage go in as one input, [CLS] question [SEP] passage [SEP], and the head
# gives each token two scores: *does the answer start here?* and *does it end here?* (Devlin et al. 2019, §4.2). The best
# span (i, j) is the one with the largest start[i] + end[j].
#
# And if the passage does not say? Then the honest answer is none. [CLS], place 0, is trained to win in that case: the
# score of **no answer** is start[0] + end[0] (§4.3). A span must beat it by more than a threshold τ. With τ you choose
# how sure the system must be. A chatbot that cannot say "I don't know" has no such τ.

# %% [markdown] id="span-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 25 minutes
#
# Write `qa_best_span`.
#
# <details><summary>Hint 1</summary>The best start and the best end, each on its own, may not make a span: the end may
# come first. Look at pairs.</details>
# <details><summary>Hint 2</summary>Two loops are fine: starts in the passage, and for each the ends that are neither
# before it nor too far from it.</details>


# %% id="qa-best-span" exercise="qa_best_span"
def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    """The best answer span, or None where "no answer" is better (Devlin et al. 2019, §4.2 and §4.3).

    Args:
        start: float tensor (T,), each token's score as the first one of the answer.
        end: float tensor (T,), as the last one.
        in_passage: boolean tensor (T,), True for the passage's tokens, which stand in one block; answers lie in it.
        max_length: the largest number of tokens in a span.
        threshold: τ. A span is given only if its score is above start[0] + end[0] + τ.

    Returns:
        (i, j), the first and the last token of the span with the largest start[i] + end[j], two ints with
        i <= j < i + max_length; or None.
    """
    # BEGIN SOLUTION
    places = in_passage.nonzero().flatten().tolist()
    best, best_score = None, float(start[0] + end[0]) + threshold
    for i in places:
        for j in places:
            if i <= j < i + max_length and float(start[i] + end[j]) > best_score:
                best, best_score = (i, j), float(start[i] + end[j])
    return best
    # END SOLUTION


# %% [markdown] id="span-look-text"
# The lecture's question, with scores made by hand. **Before you run it:** find the best start and the best end on their
# own. Why are they no answer?
#
# *What is to be seen: the tallest start bar is on* paris *and the tallest end bar on* france *in the question; the shaded
# span is* paris *alone.*

# %% id="span-look"
question, answer_text = "what is the capital of france ?", "paris , on the seine , is the capital ."
tokens = ["[CLS]", *question.split(), "[SEP]", *answer_text.split(), "[SEP]"]
passage = torch.tensor([9 <= place < len(tokens) - 1 for place in range(len(tokens))])
start, end = torch.full((len(tokens),), -2.0), torch.full((len(tokens),), -2.0)
start[0], end[0] = 0.5, 0.5
start[9], start[13], end[6], end[9], end[13] = 4.0, 1.0, 4.5, 3.0, 1.5
for threshold in (0.0, 8.0):
    span = qa_best_span(start, end, passage, max_length=5, threshold=threshold)
    print(f"τ = {threshold:g}:", "I don't know" if span is None else " ".join(tokens[span[0] : span[1] + 1]))
pictures.spans(tokens, start, end, qa_best_span(start, end, passage, max_length=5))

# %% [markdown] id="span-learn-text"
# And learned: the tiny model of part A, pre-trained on stories, is now fine-tuned to answer three kinds of questions on
# them. In half of the cases the sentence with the answer has been left out.

# %% id="span-learn"


def span_loss(step):
    ids, segments, first, last = tiny_language.questions_batch(stories, words, 32, seed=step)
    scores = bert.spans(bert(ids, segments)).masked_fill((ids == PAD)[..., None], -1e4)
    return F.cross_entropy(scores[..., 0], first) + F.cross_entropy(scores[..., 1], last)


torch.manual_seed(0)
_ = tiny_language.learn(bert, span_loss, 3 if topic_task.being_graded() else 100, "questions", rate=1e-3)
unseen = tiny_language.stories(40, seed=99)
ids, segments, first, last = tiny_language.questions_batch(unseen, words, 40, seed=99)
with torch.no_grad():
    scores = bert.spans(bert(ids, segments))
right = 0
for row in range(40):
    passage = (segments[row] == 1) & (ids[row] != SEP) & (ids[row] != PAD)
    span = qa_best_span(scores[row, :, 0], scores[row, :, 1], passage, max_length=3)
    right += (span or (0, 0)) == (int(first[row]), int(last[row]))
    if row < 5:
        question, told = words.text(ids[row, 1:]).split(" [SEP]")[:2]
        answer = "I don't know" if span is None else words.text(ids[row, span[0] : span[1] + 1])
        print(f"{told.strip()}\n    {question} → {answer}")
print(f"\n{right} of 40 questions on new stories answered rightly, 'I don't know' included")

# %% [markdown] id="end"
# ---
# # What you have built
#
# - Three **objectives** that make labels out of plain text, and a model that learned from them before your eyes.
# - A look at **contextual** vectors, which tell *apple* from *apple*; a static one cannot.
# - A **fine-tuning loop** that you can trust: a split without leaks, an evaluation without dropout, a stop decided by the
#   validation part, scores that do not hide rare classes.
# - A topic classifier, frozen, fully fine-tuned and with **LoRA**, beside a baseline and a **test** that keep it honest.
# - A **span** reader that can say "I don't know".
#
# **Where it goes.** In assignment 6 the passage is no longer given: you search for it. Retrieval brings the texts, a
# reader such as this one points at the answer, and whoever asked can check it.
#
# ### Sources
#
# - J. Devlin et al. (2019), *BERT: Pre-training of Deep Bidirectional Transformers*. arXiv:1810.04805. §3.1 (masked
#   tokens, next sentence), §4.1 (classification), §4.2–4.3 (spans, no answer), §A.2 (cost).
# - Y. Liu et al. (2019), *RoBERTa*. arXiv:1907.11692. Pre-training without next-sentence prediction.
# - J. Pennington, R. Socher, C. D. Manning (2014), *GloVe: Global Vectors for Word Representation*. EMNLP. Vectors under
#   PDDL 1.0.
# - N. Reimers, I. Gurevych (2019), *Sentence-BERT*. arXiv:1908.10084; W. Wang et al. (2020), *MiniLM*. arXiv:2002.10957.
# - E. J. Hu et al. (2021), *LoRA: Low-Rank Adaptation of Large Language Models*. arXiv:2106.09685. §4.1.
# - L. Ouyang et al. (2022), *Training language models to follow instructions with human feedback*. arXiv:2203.02155.
# - Q. McNemar (1947), *Note on the sampling error of the difference between correlated proportions or percentages*.
#   Psychometrika 12. T. G. Dietterich (1998), *Approximate Statistical Tests for Comparing Supervised Classification
#   Learning Algorithms*. Neural Computation 10.
# - L. Prechelt (1998), *Early Stopping, But When?* In: Neural Networks: Tricks of the Trade.
# - Texts: WordNet 3.0, © 2006 Princeton University, under the WordNet licence.
