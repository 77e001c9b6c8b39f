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
# # Assignment 6 · The RAG project
#
# Ask a chatbot when the last ferry leaves from a place that it has never read about. It will seldom say "I don't know". It
# will tell you a time. The lecture named what is wrong with a chatbot on its own: its knowledge ends at a date, it has no
# sources to cite, it ranks no alternatives, and it **invents**. Try to write a seminar paper with such references.
#
# The remedy is an old machine in a new place: search first, then answer from what was found, and say where it stands.
# That is **retrieval-augmented generation**, RAG (Lewis et al. 2020). The old machine is classic information retrieval:
# pre-processing → indexing → query → ranking.
#
# You build it in a team of two or three. In **Part I** you make the parts, each so small that every number can be checked.
# In **Part II** you put them together: a system that answers questions about a world it has never seen, from texts,
# pictures and recordings, in English and Hebrew, cites its sources, and knows when it does not know.
#
# | part | you write | the question it answers |
# |---|---|---|
# | I A | `analyze`, `build_index`, `idf` and `bm25_scores`, `rank` | which passages share words with the question, and which of them first? |
# | I B | `precision_at`, `recall_at`, `reciprocal_rank`, `average_precision`, `mean_over_queries`, `ndcg_at` | how good is a ranking? |
# | I C | `expand_query`, `dense_ranking`, `reciprocal_rank_fusion`, `pair_input` and `rerank` | what if they use other words? |
# | I D | `sentence_spans` and `chunk`, `build_prompt`, `coverage` and `cited_answer` | what is the answer, where does it stand, and is there one? |
# | II | `RagSystem` | does it all work together, on questions that you have never seen? |
#
# **Time:** about {{ hours of all but RagSystem }} hours for Part I, several evenings of a team for Part II. **Points:** {{ points of all }} over
# {{ count of all }} exercises: {{ points of all but RagSystem }} for the {{ count of all but RagSystem }} of Part I, {{ points of RagSystem }} for `RagSystem`.
#
# **Checks.** Behind each exercise stands a `grader.check(…)` cell. It runs the *public* checks; in Part I they carry
# {{ public points of all but RagSystem }} of the {{ points of all but RagSystem }} points. The *hidden* checks run when you hand in.
#
# **You need:** assignment 5 (vectors of texts; answers with a threshold). Part I needs no network and no GPU; some
# demonstrations use the real encoder, if it is on your machine.

# %% id="imports" tags=["setup"]
import json
import math
import os
import re
import tempfile
import unicodedata
from collections import Counter
from html import escape
from pathlib import Path

import numpy as np
import rag_pictures as pictures
from corpus_validator import validate
from cross_encoder import CrossEncoder
from encoder import EncoderMissingError
from generators import GeneratorMissingError, load_generator
from glossary import Gloss, gloss
from IPython.display import HTML, Audio, Image, display
from rag_contract import Answer, NotRecordedError, abstention, content_hash, load_world, readable_text, without
from rag_report import cost
from rag_report import report as score_report
from rag_scorer import evaluate, risk_coverage
from reader import Names, kinds_asked, nearest, spans, value_of
from stop_words import STOP_WORDS
from text_vectors import embed

graded = "NBGRADER_EXECUTION" in os.environ  # a grader runs this notebook: what takes long is left out
QUOTES = "'\"‘’“”׳״"  # typed or printed, English or Hebrew (geresh, gershayim)
PLURALS = [("ies", ("eies", "aies"), "y"), ("es", ("aes", "ees", "oes"), "e"), ("s", ("us", "ss"), "")]

# %% [markdown] id="conventions"
# ## Conventions
#
# | name | meaning |
# |---|---|
# | `id` | the name of a passage, a str |
# | `terms` | what `analyze` makes of a text: a list of str, in the order of the text |
# | `scores` | a dict, id → number; the larger the better |
# | `ranking` | a list of different ids, the best first; **places count from 1** |
# | `relevance` | a dict, id → grade. 3: the answer stands here. 2: a necessary step, or an earlier, outdated answer. 1: the same subject. An id that is not in it has grade 0 |
#
# Two rules hold for every function. Of **equal scores**, the smaller id comes first, so that the same question always gets
# the same ranking. And **what a function is given stays as it was**.

# %% [markdown] id="island-text"
# ## Sixteen questions about an island
#
# Sorra is an island with a town, Port Alda. You will not find it in any atlas, and no model has read about it: whatever your
# system says of it, it found in these twenty passages. The last three questions have no answer in them. The first of the three is
# the lecture's.

# %% id="island"
texts = {
    "p01": "The ferry Halcyon leaves Port Alda for the mainland at 09:40 and 17:20. The crossing takes 55 minutes.",
    "p02": "Bus 17 runs from the harbour to the lighthouse. It leaves every half hour. The last bus back is at 21:15.",
    "p03": "The Glass House shows bottles, beads and lamps from four centuries. Admission is 12.50 crowns.",
    "p04": "Watercolours by Mira Tolland hang in the old customs office. The gallery is closed on Mondays.",
    "p05": "The lighthouse was built in 1874 by the engineer Jonas Pell. Its lamp can be seen 19 miles out at sea.",
    "p06": "On market days the fishermen sell herring and mackerel at the north pier, from six in the morning.",
    "p07": "The north pier is closed until 3 May. Until then vessels for the mainland use the east pier.",
    "p08": "Dr. Ada Venn sees patients at the clinic in Mill Lane. Out of hours, call 555-0142.",
    "p09": "The Tern is a hotel with 24 rooms above the beach. On Saturdays in October it is full.",
    "p10": "Cyclists hire bicycles at the old station, for 8 crowns a day. Helmets are included.",
    "p11": "The vessel Petrel carries freight to the mainland. The ferry Halcyon carries passengers only.",
    "p12": "The feast of lamps is on the first Saturday of October. Lanterns float across the bay.",
    "p13": "Bus 71 runs from the station to the quarry. It leaves every hour. The last bus back is at 19:40.",
    "p14": "הספרייה העירונית פתוחה בימים ראשון עד חמישי, מ־10:00 עד 18:30. הקריאה בה חינם.",
    "p15": "דו״ח התחבורה: קו 17 הוביל 4,200 נוסעים באפריל, יותר מכל קו אחר.",
    "p16": "המאפייה של משפחת ברק נמצאת ברחוב הטחנה 6. לחם השיפון נאפה בכל בוקר בשעה 05:30.",
    "p17": "בית־הספר מלמד שחייה בבריכה שליד החוף, בימי שלישי אחר הצהריים.",
    "p18": "קו 71 מגיע עד המחצבה. הוא יוצא מהתחנה בכל שעה עגולה.",
    "p19": "הדייגים מוכרים מקרל ומליח בשוק שעל המזח, בימי רביעי.",
    "p20": "בחג הפנסים המוזיאון סגור, ובשאר הימים הכניסה אליו עולה 12.50 כתרים.",
}
questions = {  # question, what stands in a right answer (None: the passages do not say), relevance
    "q01": ("When does the ferry leave for the mainland?", "09:40", {"p01": 3, "p07": 1, "p11": 1}),
    "q02": ("What is the admission to the Glass House?", "12.50", {"p03": 3, "p20": 1}),
    "q03": ("Where can I look at paintings?", "customs office", {"p04": 3}),
    "q04": ("Who built the lighthouse?", "Jonas Pell", {"p05": 3, "p02": 1}),
    "q05": ("Where does bus 71 go?", "quarry", {"p13": 3, "p18": 3}),
    "q06": ("I feel ill. Who can help?", "Ada Venn", {"p08": 3}),
    "q07": ("What does it cost to rent a bike?", "8 crowns", {"p10": 3}),
    "q08": (
        "From which pier do vessels for the mainland go in April?",
        "east",
        {"p07": 3, "p01": 1, "p06": 1, "p11": 1},
    ),
    "q09": ("Is there a place to stay for the night?", "The Tern", {"p09": 3}),
    "q10": ("באילו ימים פתוחה ספרייה עירונית?", "ראשון עד חמישי", {"p14": 3}),
    "q11": ("מתי נאפה לחם שיפון?", "05:30", {"p16": 3}),
    "q12": ("איפה לומדים לשחות?", "בבריכה", {"p17": 3}),
    "q13": ("כמה נוסעים הוביל קו 17?", "4,200", {"p15": 3, "p02": 1}),
    "q14": ("What is the capital of France?", None, {}),
    "q15": ("When does the ferry leave for France?", None, {"p01": 1}),
    "q16": ("Who built the airport?", None, {}),
}

# %% [markdown] id="part-a"
# ---
# # Part I · A · Words
#
# ## 6.1 Text analysis
#
# To a computer *Ferries,* and *ferry* are two strings that differ. An **analyser** turns a text into terms, so that what
# should meet becomes equal. Questions go through the same function as passages. This is the one rule of analysis that has no
# exception: terms meet only if both sides were cut alike.
#
# Take the lecture's question, *What is the capital of France?* Four of its six words stand in nearly every text: **stop
# words**. What is left is `capital`, `france`. (That *what … capital* asks for a **location** is not lost. You use it at the
# very end, when you look for the answer.)
#
# English marks its plural at the end. The **S stemmer** (Harman 1991) knows three rules and stops there. It makes *gas* into
# *ga*; that is ugly and harmless, since the question's *gas* becomes *ga* as well. Harm is done only where two *different*
# words fall together.
#
# Hebrew writes at the front what English writes as words of its own: ומהנמל is *and from the harbour*. Seven letters, ו ה ב ל
# כ מ ש, may stand there, several of them one after the other. But מעבורת, *ferry*, begins with one of them by birth. If you
# took one letter off each word, המעבורת would become מעבורת, and מעבורת itself would become עבורת, and they would miss
# each other. Take letters off **as long as you can**, and both end at עבורת.
#
# As long as you can: down to three letters. With two, כלב (*dog*) would meet לב (*heart*).
#
# And three signs that only Hebrew has: **niqqud** (שָׁלוֹם), which most people leave out; **gershayim** in abbreviations (דו״ח),
# for which most people type "; and the **maqaf** (בית־ספר), which joins two words that are still two.

# %% [markdown] id="analyze-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 40 minutes
#
# Write `analyze`, in the five steps of its docstring. `STOP_WORDS`, `QUOTES` and `PLURALS` are given.
#
# <details><summary>Hint 1</summary>Do one step after the other on the whole text, and print what each has made of
# <code>"הַנָּמֵל, the FERRIES at 09:40."</code>. <code>unicodedata.normalize</code> splits ש and its dots;
# <code>unicodedata.category(sign)</code> is "Mn" for a dot.</details>
# <details><summary>Hint 2</summary>In a regular expression, <code>[^\W_]</code> is a letter or a digit and
# <code>[^\W\d_]</code> a letter, in any script. <code>(?&lt;=…)</code> looks at what stands before without taking it,
# <code>(?=…)</code> at what follows.</details>
# <details><summary>Hint 3</summary>A term is a run of letters and digits, then, as often as may be: one of <code>.,:</code> with a
# digit on both sides, and another run. For Hebrew, a <code>while</code> that looks at the length and the first
# letter.</details>


# %% id="analyze" exercise="analyze"
def analyze(text):
    """The terms of a text, in its order: what is indexed, and what a question is turned into.

    1. Characters: decompose (NFKD), drop combining marks (category Mn: niqqud, accents), fold case (`str.casefold`).
    2. An apostrophe, a quotation mark, a geresh or a gershayim (one of QUOTES) between two letters is dropped, so that
       דו״ח and דוח, don't and dont are one word.
    3. Terms: longest runs of letters and digits. One of . , : between two digits stays: 09:40, 12.50 and 1,200 are one
       term each. Everything else separates, the maqaf (־) and the hyphen too.
    4. Terms in STOP_WORDS are left out.
    5. Of a term of three or more letters a to z, the ending of the plural goes: the S stemmer (Harman 1991). The
       first rule that applies, and only that one:
           ...ies, but not ...eies, ...aies          ies -> y      (ferries -> ferry)
           ...es,  but not ...aes, ...ees, ...oes    es  -> e      (prices -> price)
           ...s,   but not ...us, ...ss              s   ->        (boats -> boat)
       Of a term of the letters א to ת, one of the seven letters ו ה ב ל כ מ ש at the front goes, again and again, as long
       as at least three letters remain: ומהנמל becomes נמל.

    Args:
        text: any str.

    Returns:
        List of str, with repetitions; empty if nothing is left.
    """
    # BEGIN SOLUTION
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn").casefold()
    text = re.sub(rf"(?<=[^\W\d_])[{QUOTES}](?=[^\W\d_])", "", text)
    terms = []
    for term in re.findall(r"[^\W_]+(?:(?<=\d)[.,:](?=\d)[^\W_]+)*", text):
        if term in STOP_WORDS:
            continue
        if re.fullmatch("[a-z]{3,}", term):
            for ending, but_not, instead in PLURALS:
                if term.endswith(ending) and not term.endswith(but_not):
                    term = term.removesuffix(ending) + instead
                    break
        elif re.fullmatch("[א-ת]+", term):
            while len(term) > 3 and term[0] in "והבלכמש":
                term = term[1:]
        terms.append(term)
    return terms
    # END SOLUTION


# %% [markdown] id="analyze-look-text"
# **Before you run it:** which of the four Hebrew lines will have a term in common?

# %% id="analyze-look"
for text in (
    "What is the capital of France?",
    "Ferries' times: 09:40, 17:20. Price 12.50 crowns!",
    "יוצאים מהנמל במעבורת",
    "הַמַּעְבּוֹרֶת לַנָּמֵל",
    'דו"ח המעבורות ב־2031',
    "בית־הספר ליד הנמל",
):
    print(text, "\n    ", analyze(text))

# %% [markdown] id="analyze-after"
# The plural מעבורות has slipped through: this analyser knows prefixes only. Endings (ות, ים) are left for Part II, if your
# questions need them.
#
# ## 6.2 The inverted index
#
# Which passages hold *ferry*? You could read all of them, for each question anew. The index of a book does it the other way
# round: look up the word, find the pages. An **inverted index** keeps for each term its **postings**: in which passages it
# stands, and how often. How often is the **term frequency**, tf.
#
# | term | postings |
# |---|---|
# | ferry | p01: 1, p11: 1 |
# | mainland | p01: 1, p07: 1, p11: 1 |
# | pier | p06: 1, p07: 2 |
#
# The question *ferry mainland* has to look at three passages, not at twenty. On the Web it looks at some millions, not
# at all.

# %% [markdown] id="index-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `build_index`.
#
# <details><summary>Hint 1</summary>Go through the documents, and in each through its terms. <code>collections.Counter</code>
# counts a list.</details>
# <details><summary>Hint 2</summary><code>postings.setdefault(term, {})</code> gives the term's postings and makes empty ones if
# there are none. What is the length of a document without terms?</details>


# %% id="build-index" exercise="build_index"
def build_index(documents):
    """An inverted index: for each term, where it stands and how often.

    Args:
        documents: dict, id (str) -> list of terms (str), possibly empty; stays as it is.

    Returns:
        {"postings": {term: {id: tf}}, "lengths": {id: length}}. tf is how often the term occurs in that document; only
        documents in which it occurs are listed. length is the number of terms of a document, repetitions counted; each
        document has one, also an empty one (0).
    """
    # BEGIN SOLUTION
    postings = {}
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}
    # END SOLUTION


# %% id="index-look"
index = build_index({name: analyze(text) for name, text in texts.items()})
print(len(index["postings"]), "terms,", sum(index["lengths"].values()), "words in", len(index["lengths"]), "passages")
for term in ("ferry", "mainland", "pier", "17"):
    print(f"{term:10}", index["postings"][term])

# %% [markdown] id="bm25-text"
# ## 6.3 BM25
#
# *ferry mainland pier*: p01, p07 and p11 hold two of the three each. Which comes first? BM25 weighs three things. It is
# more than thirty years old, it needs no training, and new methods are still measured against it.
#
# **Rare terms tell more.** Of N passages n hold the term t. The **inverse document frequency** falls as n grows:
#
# $$\mathrm{idf}(t) = \ln\left(1 + \frac{N - n + 0.5}{n + 0.5}\right)$$
#
# A term in one of 20 passages: ln(1 + 19.5/1.5) = 2.64. In ten of them: 0.69. In all: 0.02. Without the 1 + the last would
# be *negative*, and a passage would lose by matching.
#
# **Repetition saturates.** A passage that says *pier* twice is more about piers than one that says it once. One that says it
# twenty times is not ten times more so.
#
# **Long passages say everything once.** Twice *pier* in ten words means more than in a thousand. The length |d| is
# compared with the mean length; b says how much that counts.
#
# $$\mathrm{score}(d) = \sum_{t\,\in\,\text{question}} \mathrm{idf}(t) \cdot \frac{\mathrm{tf}}{\mathrm{tf} + k_1 \left(1 - b + b\,\frac{|d|}{\mathrm{avg}}\right)}$$
#
# The fraction is 0 without the term. It grows with tf and stays below 1 (only k₁ = 0 makes it 1 at once), so a term can add at most
# its idf. (Many books multiply by k₁ + 1. That changes every score by the same factor and no ranking; you write the form above,
# as Robertson and Zaragoza 2009 and Lucene have it.)

# %% [markdown] id="bm25-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 40 minutes
#
# Write `idf` and `bm25_scores`.
#
# <details><summary>Hint 1</summary>n is the number of entries in the term's postings; N the number of lengths. What does
# <code>.get(term, {})</code> give for a term that nobody uses?</details>
# <details><summary>Hint 2</summary>Go through the question's terms, not through the documents: the postings say which documents
# get something for this term. Documents that no term reaches never come into the dict.</details>
# <details><summary>Hint 3</summary>Compute one score by hand, on paper, with three documents of two terms each. Then |d| / avg is
# 1, whatever b is.</details>


# %% id="bm25" exercise="bm25_scores"
def idf(index, term):
    """How much a term tells: ln(1 + (N - n + 0.5) / (n + 0.5)), where n of the N documents hold the term.

    (Robertson and Spärck Jones 1976, with the 1 + that Lucene added: so it is never negative.)

    Args:
        index: as `build_index` returns it; stays as it is.
        term: a str. A term that no document holds has n = 0 and the largest idf of all.

    Returns:
        A float.
    """
    # BEGIN SOLUTION
    n = len(index["postings"].get(term, {}))
    return math.log(1 + (len(index["lengths"]) - n + 0.5) / (n + 0.5))
    # END SOLUTION


def bm25_scores(index, terms, k1=1.5, b=0.75):
    """BM25 (Robertson and Zaragoza 2009, §3.4; without the constant factor k1 + 1, which no ranking depends on).

    The score of a document d is the sum over the question's terms t of

        idf(t) · tf / (tf + k1 · (1 - b + b · |d| / avg))

    with tf, how often t occurs in d, |d|, the length of d, and avg, the mean length of all documents (empty ones too).

    Args:
        index: as `build_index` returns it; stays as it is.
        terms: list of terms of the question; one that stands there twice counts twice, unknown ones count nothing.
        k1: how late repetition saturates, at least 0.
        b: how much length matters, from 0 to 1.

    Returns:
        Dict, id -> score (float), with exactly the documents that share at least one term with the question.
    """
    # BEGIN SOLUTION
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
    # END SOLUTION


# %% [markdown] id="bm25-look-text"
# The fraction tf / (tf + k₁) for a passage of mean length. **Before you run it:** what does k₁ = 0 mean? And a very large k₁?
#
# *What is to be seen: with k₁ = 0 all bars are full at once: a term is there or it is not. With k₁ = 1.5 the second and third
# occurrence add something, the tenth hardly. With k₁ = 20 they grow nearly as tf does.*

# %% id="bm25-look"
for k1 in (0, 1.5, 20):
    print(f"k1 = {k1}")
    for tf in (1, 2, 3, 5, 10):
        share = tf / (tf + k1)
        print(f"   tf {tf:2}  {'█' * round(30 * share):30} {share:.2f}")

# %% [markdown] id="rank-text"
# ## 6.4 A ranking
#
# Scores become a ranking by sorting. One thing is left to decide: who comes first of two with the same score? If that
# is left to chance, it depends on the order in which a dictionary was filled. Then the same system, on the same question, answers
# one thing today and another tomorrow, and nobody can check it.

# %% [markdown] id="rank-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# Write `rank`.
#
# <details><summary>Hint 1</summary><code>sorted(…, key=…)</code> may have a pair as its key. Numbers descend, ids ascend: what do
# you do with the number?</details>


# %% id="rank" exercise="rank"
def rank(scores, k=None):
    """Ids by score, the highest first; of equal scores, the smaller id (as str) first.

    Args:
        scores: dict, id (str) -> number; stays as it is.
        k: at most so many; None: all.

    Returns:
        List of ids.
    """
    # BEGIN SOLUTION
    return sorted(scores, key=lambda name: (-scores[name], name))[:k]
    # END SOLUTION


# %% [markdown] id="search-text"
# That is a search engine. **Before you run it:** which of these three questions will it fail on?


# %% id="search"
def by_words(question):
    """BM25's ranking of the island's passages."""
    return rank(bm25_scores(index, analyze(question)))


for query in ("q01", "q04", "q03"):
    question, _, relevance = questions[query]
    scores = bm25_scores(index, analyze(question))
    print(question, "   →  ", " | ".join(analyze(question)))
    for name in rank(scores, 3):
        print(f"   {scores[name]:5.2f}  grade {relevance.get(name, 0)}  {name}  {texts[name]}")
    if not scores:
        print("   nothing found")

# %% [markdown] id="part-b"
# ---
# # Part I · B · How good is a ranking?
#
# *Where can I look at paintings?* shares no word with *Watercolours … hang in the old customs office*. You could now
# improve the analysis, or b, or something else. To know whether it helped, you need a number. It takes **judgements**: somebody
# read the passages and gave each a grade for each question. That is what `relevance` is.
#
# ## 6.5 Precision and recall
#
# A ranking for a question with three relevant passages; ✓ is relevant, – is not, and the third relevant one was not found:
#
# | place | 1 | 2 | 3 | 4 | 5 |
# |---|---|---|---|---|---|
# | | – | ✓ | – | ✓ | – |
#
# **Precision at k**: of the first k places, which share is relevant? At 4: 2/4. **Recall at k**: of all that is
# relevant, which share is in the first k places? At 4: 2/3. Whoever returns everything has a recall of 1. Whoever
# returns one sure thing has a precision of 1. Each alone is easily had.
#
# In a RAG system, k is what fits into the prompt. A passage that is not among them does not exist for the reader. So recall
# sets the limit, and precision says how much rubbish the reader must wade through.

# %% [markdown] id="precision-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `precision_at` and `recall_at`. `least` is the lowest grade that counts: with `least=3` only passages in which the answer
# stands are relevant.
#
# <details><summary>Hint 1</summary>The two differ in what you divide by. Neither divides by the length of the
# ranking.</details>
# <details><summary>Hint 2</summary>A passage with grade 0 was judged, and found to be not relevant.
# <code>relevance.get(name, 0)</code>.</details>


# %% id="precision-recall" exercise="precision_recall"
def precision_at(ranking, relevance, k, least=1):
    """Which share of the first k places holds a relevant passage.

    Args:
        ranking: list of different ids, the best first; it may have fewer than k. Places that it does not fill hold
            nothing relevant.
        relevance: dict, id -> grade (int). An id that is not in it has grade 0.
        k: int, at least 1.
        least: the lowest grade that counts as relevant.

    Returns:
        A float from 0 to 1.
    """
    # BEGIN SOLUTION
    return sum(relevance.get(name, 0) >= least for name in ranking[:k]) / k
    # END SOLUTION


def recall_at(ranking, relevance, k, least=1):
    """Which share of all relevant passages stands in the first k places.

    Args: as of `precision_at`.

    Returns:
        A float from 0 to 1; 0.0 where nothing is relevant.
    """
    # BEGIN SOLUTION
    relevant = {name for name, grade in relevance.items() if grade >= least}
    return len(relevant & set(ranking[:k])) / len(relevant) if relevant else 0.0
    # END SOLUTION


# %% [markdown] id="rank-measures-text"
# ## 6.6 Where is the first one? Where are they all?
#
# Precision at 4 does not care whether the two hits stand in places 1 and 2, or 3 and 4. Whoever reads from the top does.
#
# **Reciprocal rank**: 1 / the place of the first hit. In the ranking above, 1/2. It suits questions for which one good
# passage is enough.
#
# **Average precision** looks at all of them: the precision at each hit's place, averaged over *all* relevant passages.
# Above: precision 1/2 at place 2, 2/4 at place 4, and 0 for the one that was not found: (1/2 + 2/4 + 0) / 3 = 0.33.
#
# A system is judged on many questions, so these numbers are averaged: **MRR** is the mean reciprocal rank, **MAP** the mean
# average precision. Here lies a trap. A question on which the system found nothing belongs in the mean, as a 0. Leave
# it out, and the best system is the one that answers a single question, the easiest.

# %% [markdown] id="rank-measures-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `reciprocal_rank`, `average_precision` and `mean_over_queries`.
#
# <details><summary>Hint 1</summary><code>enumerate(ranking, start=1)</code> counts places as people do.</details>
# <details><summary>Hint 2</summary>Average precision: keep a count of hits. At each hit add count / place. By what do you divide
# at the end, if two of five relevant passages were found?</details>
# <details><summary>Hint 3</summary><code>mean_over_queries</code> goes through the judgements, not through the rankings: which
# queries would you miss otherwise? <code>measure</code> is a function; call it.</details>


# %% id="rank-measures" exercise="rank_measures"
def reciprocal_rank(ranking, relevance, least=1):
    """1 / the place of the first relevant passage (places count from 1); 0.0 if none is in the ranking.

    Args: as of `precision_at`.
    """
    # BEGIN SOLUTION
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            return 1 / place
    return 0.0
    # END SOLUTION


def average_precision(ranking, relevance, least=1):
    """The precision at the place of each relevant passage, averaged over all relevant passages, found or not.

    (Manning, Raghavan and Schütze 2008, §8.4.) A relevant passage that is not in the ranking counts 0.

    Args: as of `precision_at`.

    Returns:
        A float from 0 to 1; 0.0 where nothing is relevant.
    """
    # BEGIN SOLUTION
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            found += 1
            total += found / place
    relevant = sum(grade >= least for grade in relevance.values())
    return total / relevant if relevant else 0.0
    # END SOLUTION


def mean_over_queries(measure, rankings, judgements):
    """A measure's mean over all judged queries: of `reciprocal_rank` it is MRR, of `average_precision` MAP.

    Args:
        measure: a function of (ranking, relevance) that returns a number.
        rankings: dict, query id -> ranking. A judged query that is missing here has found nothing: an empty ranking.
        judgements: dict, query id -> relevance. Queries that are not in it do not count.

    Returns:
        A float; 0.0 where no query is judged.
    """
    # BEGIN SOLUTION
    values = [measure(rankings.get(query, []), relevance) for query, relevance in judgements.items()]
    return sum(values) / len(values) if values else 0.0
    # END SOLUTION


# %% id="measures-look"
judgements = {query: relevance for query, (_, right, relevance) in questions.items() if right}
words = {query: by_words(questions[query][0]) for query in judgements}
print("        P@3   R@3    RR    AP   ranking (grades)")
for query, relevance in judgements.items():
    found = words[query]
    numbers = precision_at(found, relevance, 3), recall_at(found, relevance, 3)
    numbers += reciprocal_rank(found, relevance), average_precision(found, relevance)
    grades = " ".join(str(relevance.get(name, 0)) for name in found[:6]) or "nothing found"
    print(query, " ".join(f"{number:5.2f}" for number in numbers), "  ", grades)
print(f"MRR {mean_over_queries(reciprocal_rank, words, judgements):.2f}", end="   ")
print(f"MAP {mean_over_queries(average_precision, words, judgements):.2f}")

# %% [markdown] id="ndcg-text"
# ## 6.7 Grades: nDCG
#
# So far a passage was relevant or not. But *The crossing takes 55 minutes* and *The ferry leaves at 09:40* are not worth the
# same to somebody who wants to know when it leaves. nDCG uses the grades (Järvelin and Kekäläinen 2002).
#
# - **Gain**: the grade itself.
# - **Discounted**: divided by log₂(place + 1). Place 1 counts whole, place 3 half, place 7 a third.
# - **Cumulative**: added up over the first k places. That is DCG@k.
# - **Normalised**: divided by the best DCG@k that there could be, that of all judged passages in the order of their
#   grades, found or not. Then a question with one relevant passage and one with ten can be averaged.
#
# | | place 1 | place 2 | place 3 | DCG@3 |
# |---|---|---|---|---|
# | discount | 1 | 0.63 | 0.5 | |
# | grades of the ranking | 1 | 3 | 0 | 1 + 1.89 + 0 = 2.89 |
# | the best there could be: 3, 2, 1 | 3 | 2 | 1 | 3 + 1.26 + 0.5 = 4.76 |
#
# nDCG@3 = 2.89 / 4.76 = 0.61. The passage of grade 2 was not found, and it is in the lower line all the same.
#
# (There is a second nDCG about, with the gain 2^grade − 1. Papers seldom say which one they mean. You write trec_eval's.)

# %% [markdown] id="ndcg-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 25 minutes
#
# Write `ndcg_at`.
#
# <details><summary>Hint 1</summary>Write DCG once, as a function of a list of grades, and use it twice.</details>
# <details><summary>Hint 2</summary>Where do the grades of the best ranking come from: from <code>ranking</code> or from
# <code>relevance</code>? How many of them count?</details>
# <details><summary>Hint 3</summary><code>enumerate(…, start=1)</code> gives the place; the discount is
# <code>math.log2(place + 1)</code>. What do you return where the best DCG is 0?</details>


# %% id="ndcg" exercise="ndcg_at"
def ndcg_at(ranking, relevance, k):
    """Normalised discounted cumulative gain of the first k places (Järvelin and Kekäläinen 2002, as in trec_eval).

    DCG is the sum over the places r = 1, …, k of grade / log2(r + 1). nDCG is the ranking's DCG divided by the best
    DCG that any ranking of all judged passages could have at k.

    Args:
        ranking: list of different ids, the best first.
        relevance: dict, id -> grade (int, at least 0). An id that is not in it has grade 0.
        k: int, at least 1.

    Returns:
        A float from 0 to 1; 0.0 where no passage has a grade above 0.
    """
    # BEGIN SOLUTION
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
    # END SOLUTION


# %% [markdown] id="ndcg-look-text"
# **Before you run it:** q01 has passages of grades 3, 1, 1. Swap the first two of a perfect ranking: how much does nDCG lose? And
# if the last two are swapped?

# %% id="ndcg-look"
relevance = questions["q01"][2]
for ranking in (["p01", "p07", "p11"], ["p07", "p01", "p11"], ["p01", "p11", "p07"], ["p01"], ["p12", "p01"]):
    print(f"{ndcg_at(ranking, relevance, 3):.2f}", [f"{name}: {relevance.get(name, 0)}" for name in ranking])


def report(**systems):
    """Means over the island's answerable questions, a line for each system."""
    print(f"\n{'':16} MRR   MAP  nDCG@5  R@3 (grade 3)")
    for name, rankings in systems.items():
        means = [
            mean_over_queries(measure, rankings, judgements)
            for measure in (
                reciprocal_rank,
                average_precision,
                lambda ranking, relevance: ndcg_at(ranking, relevance, 5),
                lambda ranking, relevance: recall_at(ranking, relevance, 3, least=3),
            )
        ]
        print(f"{name:14} {means[0]:5.2f} {means[1]:5.2f} {means[2]:6.2f} {means[3]:6.2f}")


report(BM25=words)

# %% [markdown] id="part-c"
# ---
# # Part I · C · Other words for it
#
# ## 6.8 Query expansion
#
# The oldest remedy for missing words is to add some. Which ones? **Pseudo-relevance feedback** asks the collection: search,
# *assume* that the first few passages are right (nobody has checked: hence *pseudo*), and add the terms that tell these
# passages from the rest. Then search again.
#
# Ask for the *ferry*. The first passages found also say *mainland*. With that in the question, a passage comes up that speaks of
# *vessels for the mainland* only.
#
# The weight of a term is its share of each feedback passage, tf / |d|, added up, times its idf (after Rocchio 1971): often
# here, seldom elsewhere.

# %% [markdown] id="expand-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 20 minutes
#
# Write `expand_query`. Use your `idf`.
#
# <details><summary>Hint 1</summary>The index knows no list of a document's terms, but each term's postings know whether the
# document is among them. Go through all terms.</details>
# <details><summary>Hint 2</summary>Keep only terms with a weight above 0 that the question does not have. Then you need a ranking
# of terms by weight, ties by term: you have written that already.</details>


# %% id="expand" exercise="expand_query"
def expand_query(index, terms, feedback, n_terms):
    """The question's terms, and those that best tell the feedback documents: pseudo-relevance feedback.

    (After Rocchio 1971.) The weight of a term t is the sum over the feedback documents d of tf(t, d) / |d| · idf(t),
    with the idf of `idf`.

    Args:
        index: as `build_index` returns it; stays as it is.
        terms: list of the question's terms; stays as it is.
        feedback: list of different ids of documents that are taken to be relevant (the first few found); perhaps empty.
        n_terms: how many new terms, at most.

    Returns:
        List: the question's terms as they are, then the n_terms terms of the largest weight that are not among them (of
        equal weights, the smaller term first); fewer if the feedback documents do not have so many.
    """
    # BEGIN SOLUTION
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = share * idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
    # END SOLUTION


# %% [markdown] id="expand-look-text"
# **Before you run it:** the first two passages for both questions are p01, which has the ferry's times, and p11, about the freight
# vessel. What will feedback do to *When does the ferry leave for the mainland?*
#
# *What is to be seen: the short question gains p07, which says "vessels for the mainland" and never "ferry". The other one had the
# right passage first, and loses it to the freight vessel.*

# %% id="expand-look"
for question in ("Is there a ferry?", questions["q01"][0]):
    terms = analyze(question)
    first = rank(bm25_scores(index, terms))
    more = expand_query(index, terms, first[:2], n_terms=3)
    print(question)
    print("   before:", first, "\n   new terms:", more[len(terms) :], "\n   after: ", rank(bm25_scores(index, more)))

# %% [markdown] id="dense-text"
# The second question *drifted*: it took up *freight* from a passage that was only partly about it. Expansion helps where
# words are missing, and harms where they were right. A mean over questions hides that; look at the single ones.
#
# ## 6.9 Dense retrieval
#
# In assignment 5 you made vectors of texts. *Paintings* and *watercolours* share no letter to speak of, but an
# encoder that has read a library puts them near each other. **Dense retrieval** (Karpukhin et al. 2020): one vector for each
# passage, made once; one for the question; nearest by **cosine** wins.
#
# $$\cos(q, d) = \frac{q \cdot d}{\lVert q \rVert\,\lVert d \rVert}$$
#
# For a million passages nobody compares with all of them; there are indices for vectors too. For a thousand, one matrix product
# is enough.

# %% [markdown] id="dense-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `dense_ranking`.
#
# <details><summary>Hint 1</summary><code>vectors @ query_vector</code> is all dot products at once. What are the lengths of
# the rows? (<code>np.linalg.norm</code> has an <code>axis</code>.)</details>
# <details><summary>Hint 2</summary>A vector of zeros has length 0. Divide by 1 there: 0 / 1 is 0.</details>


# %% id="dense-ranking" exercise="dense_ranking"
def dense_ranking(query_vector, vectors, ids, k):
    """The k passages whose vectors have the largest cosine with the question's.

    Args:
        query_vector: float array (d,); stays as it is.
        vectors: float array (N, d), a passage's vector in each row, of any length; stays as it is.
        ids: list of N ids (str), row by row.
        k: how many; if it is more than N, all.

    Returns:
        List of (id, cosine), the cosine a float, the largest first, of equal ones the smaller id first. The cosine with
        a vector of zeros is 0.
    """
    # BEGIN SOLUTION
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    cosines = (vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
    # END SOLUTION


# %% [markdown] id="dense-look-text"
# Now with real vectors: all-MiniLM-L6-v2, the encoder of assignments 4 and 5. **Before you run it:** who wins *Where does bus 71
# go?* Two passages differ in hardly more than that number. And what do you expect of the Hebrew questions, q10 to q13, of an
# encoder that has read English?
#
# *What is to be seen: first the best three passages for q03 and for q05. Then two bars for each question. At the left those on which BM25 is ahead: a rare word or a number decides
# (the library, bus 71, line 17). At the right those that say it in other words, where BM25 finds nothing: paintings, illness,
# renting a bike, a night's stay.*

# %% id="dense-look"
meanings = None
if not graded:
    try:
        vectors = embed(list(texts.values()))
        asked = dict(zip(questions, embed([question for question, _, _ in questions.values()]), strict=True))
        meanings = {
            query: [name for name, _ in dense_ranking(asked[query], vectors, list(texts), len(texts))]
            for query in judgements
        }
        for query in ("q03", "q05"):
            print(questions[query][0])
            for name, cosine in dense_ranking(asked[query], vectors, list(texts), 3):
                print(f"  {cosine:5.2f}  grade {judgements[query].get(name, 0)}  {name}  {texts[name]}")
        ndcg = {
            title: {query: ndcg_at(found[query], judgements[query], 5) for query in judgements}
            for title, found in (("BM25", words), ("dense", meanings))
        }
        pictures.query_bars(ndcg, metric="nDCG@5")
        report(BM25=words, dense=meanings)
    except EncoderMissingError as missing:
        print(missing)

# %% [markdown] id="fusion-text"
# A warning about Hebrew. This encoder's tokenizer cuts Hebrew into single letters; what looks like understanding is likeness
# of spelling, and it works as long as there are seven Hebrew passages to choose from.
#
# ## 6.10 Two rankings into one
#
# Each finds what the other misses. But how do you add a BM25 score of 7.3 to a cosine of 0.41? The scales have nothing to do with
# each other, and both shift from question to question. **Reciprocal rank fusion** (Cormack, Clarke and Büttcher 2009) throws the
# scores away and keeps the places:
#
# $$\mathrm{score}(d) = \sum_{\text{rankings that hold } d} \frac{1}{k + \text{place of } d}$$
#
# With k = 60, first and second place are worth 1/61 and 1/62, nearly the same. So a passage that is third in *both* rankings,
# 2/63, beats one that is first in a single one, 1/61. Agreement counts more than enthusiasm.

# %% [markdown] id="fusion-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# Write `reciprocal_rank_fusion`. It returns scores; your `rank` makes a ranking of them.
#
# <details><summary>Hint 1</summary>A dict of sums, begun at 0. Two loops: rankings, and places in each.</details>
# <details><summary>Hint 2</summary>What does an id get from a ranking that does not hold it? Nothing.</details>


# %% id="fusion" exercise="reciprocal_rank_fusion"
def reciprocal_rank_fusion(rankings, k=60):
    """One score out of several rankings (Cormack, Clarke and Büttcher 2009): the sum of 1 / (k + place).

    Args:
        rankings: list of rankings, each a list of different ids, the best first; they may differ in length and in ids.
        k: a number, at least 0; the larger, the less the first places stand out.

    Returns:
        Dict, id -> score (float): the sum over the rankings that hold the id; places count from 1. Use `rank` on it.
    """
    # BEGIN SOLUTION
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (k + place)
    return scores
    # END SOLUTION


# %% [markdown] id="fusion-look-text"
# **Before you run it:** a and d are first once each, b is third in both. Who wins with k = 60? And with k = 0?
#
# *What is to be seen: with k = 60 agreement wins, with k = 0 the first place. Then a table and a picture, if the encoder is there:
# the fused ranking lies above both of its parts.*

# %% id="fusion-look"
for k in (60, 0):
    scores = reciprocal_rank_fusion([["a", "c", "b"], ["d", "e", "b"]], k=k)
    print(f"k = {k:2}:", {name: round(scores[name], 4) for name in rank(scores)})
if meanings:
    fused = {query: rank(reciprocal_rank_fusion([words[query], meanings[query]])) for query in judgements}
    report(BM25=words, dense=meanings, fused=fused)
    depths = {name: [] for name in ("BM25", "dense", "fused")}
    for k in range(1, 9):
        at_k = lambda ranking, relevance, k=k: ndcg_at(ranking, relevance, k)  # noqa: E731
        for name, rankings in (("BM25", words), ("dense", meanings), ("fused", fused)):
            depths[name].append(mean_over_queries(at_k, rankings, judgements))
    pictures.ndcg_by_depth(depths)

# %% [markdown] id="dictionaries-text"
# And on text that nobody wrote for this course? `computing_terms/` has a thousand entries of FOLDOC, the Free On-line Dictionary of
# Computing, and 123 definitions from another dictionary, WordNet, without the word that is defined: *the length of time it takes to execute a
# software program*. Which entry is that? Two groups of people described the same things, each in words of its own.
# The vectors are made already; the measure is the published one, by ir-measures.
#
# **Before you run it:** who is ahead here, BM25 or dense? And does fusing them help, when one of the two is much weaker?

# %% id="dictionaries"
import ir_measures


def rows_of(name):
    """The fields of each line of a file of the collection."""
    return [line.split("\t") for line in Path("computing_terms", name).read_text(encoding="utf-8").splitlines()]


def on_dictionaries():
    """nDCG@10 of each way of ranking the entries, over all definitions."""
    entries, definitions = rows_of("passages.tsv"), rows_of("queries.tsv")
    ids = [entry for entry, _, _ in entries]
    entry_index = build_index({entry: analyze(f"{title}. {text}") for entry, title, text in entries})
    stored = np.load("computing_terms/vectors.npy").astype(float)
    found = {"BM25": {}, "dense": {}, "fused": {}}
    for (query, text), vector in zip(definitions, stored[len(ids) :], strict=True):
        lexical = rank(bm25_scores(entry_index, analyze(text)), 100)
        dense = [entry for entry, _ in dense_ranking(vector, stored[: len(ids)], ids, 100)]
        fused = rank(reciprocal_rank_fusion([lexical, dense]), 100)
        found["BM25"][query], found["dense"][query], found["fused"][query] = lexical, dense, fused
    judged = list(ir_measures.read_trec_qrels("computing_terms/qrels.txt"))
    runs = {  # a run is scored: the first place highest
        name: {query: {entry: -place for place, entry in enumerate(ranking)} for query, ranking in rankings.items()}
        for name, rankings in found.items()
    }
    return {name: ir_measures.nDCG(cutoff=10).calc_aggregate(judged, run) for name, run in runs.items()}


if not graded:
    for name, value in on_dictionaries().items():
        print(f"{name:6} nDCG@10 {value:.2f}")

# %% [markdown] id="dictionaries-after"
# BM25 0.33, dense 0.52, fused 0.48. This is what the encoder has learned from: English about things that many have written about, and no
# names to hold on to. And fusing is no law: it lifts the weaker ranking far, and the stronger one not at all where the other is so much
# worse. *Which* one is stronger depends on the questions. Measure on yours.

# %% [markdown] id="fusion-after"
# The island's thirteen questions are an anecdote. In Part II you measure on sixty, with intervals. What the bars above show:
# exact words and meaning fail on *different* questions. So fusing them can help, as long as neither is much the weaker one.
#
# ## 6.11 A second look
#
# BM25 and dense retrieval are fast, because each passage was prepared before anybody asked. A **cross-encoder** reads question and
# passage *together*, each word of one attending to each word of the other. It is often far better, and far too slow for all
# passages. So it gets only the first few: **re-ranking** (Nogueira and Cho 2019).
#
# Together means: as **one input**. BERT was made for pairs. `[CLS]` (its id is 101) begins, `[SEP]` (102) ends each of the two texts, and the
# **token types** say which text a token belongs to:
#
# | | [CLS] | when | ferry | [SEP] | the | ferry | leaves | [SEP] |
# |---|---|---|---|---|---|---|---|---|
# | ids | 101 | 2043 | 7115 | 102 | 1996 | 7115 | 3727 | 102 |
# | types | 0 | 0 | 0 | 0 | 1 | 1 | 1 | 1 |
#
# If it gets too long, the passage loses its end, never the question: a passage without its last sentence may still answer, and
# a question without its last words asks something else.
#
# Two things must hold of re-ranking. The slow score is called once for each of the first `depth` passages and for no other. And what stands
# behind them **stays**, in its old order: a re-ranker that forgets the tail throws recall away.

# %% [markdown] id="rerank-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 20 minutes
#
# Write `pair_input` and `rerank`.
#
# <details><summary>Hint 1</summary>For <code>pair_input</code>: how many ids are left for the passage, when the question and three special ones
# have theirs? A slice from 0 to that number; it may be 0.</details>
# <details><summary>Hint 2</summary>For <code>rerank</code>: head and tail are two slices. <code>sorted</code> makes a new list, calls its key once for
# each element, and leaves equal ones in their order.</details>


# %% id="rerank" exercise="rerank"
def pair_input(question, passage, longest):
    """One input for a cross-encoder: [CLS] question [SEP] passage [SEP].

    Args:
        question, passage: lists of token ids; they stay as they are.
        longest: int, at least len(question) + 3: so many ids there may be. If there would be more, the end of the passage is
            left out.

    Returns:
        ids, types: two lists of the same length. The id of [CLS] is 101, that of [SEP] 102. The types are 0 from [CLS] to
        the first [SEP], both included, and 1 behind it.
    """
    # BEGIN SOLUTION
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)
    # END SOLUTION


def rerank(ranking, score, depth):
    """Put the first `depth` places in a new order, and leave the rest behind them as it is.

    Args:
        ranking: list of different ids, the best first; stays as it is.
        score: a function of an id that returns a number, the larger the better. It is slow: it is called once for each
            of the first `depth` ids and for no other.
        depth: int, at least 0; it may be more than there are ids.

    Returns:
        A new list of the same ids. Of equal scores, the one that stood first stays first.
    """
    # BEGIN SOLUTION
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
    # END SOLUTION


# %% [markdown] id="rerank-look-text"
# A second look that needs no model: how many of the question's terms stand together in **one** sentence? BM25 cannot see that;
# to it, a passage is a bag of words. **Before you run it:** both passages have *last*, *bus* and *lighthouse*. Which one
# answers?

# %% id="rerank-look"
two = {
    "x1": "The last guest left the lighthouse. There was no bus.",
    "x2": "Opened in 1874, closed in 1950, opened again: a museum now. The last bus to the lighthouse leaves at 21:15.",
}
two_index = build_index({name: analyze(text) for name, text in two.items()})
terms = analyze("When is the last bus to the lighthouse?")


def together(name):
    """The most of the question's terms that one sentence has."""
    return max(len(set(terms) & set(analyze(sentence))) for sentence in two[name].split(". "))


first = rank(bm25_scores(two_index, terms))
print("BM25:     ", first)
print("re-ranked:", rerank(first, together, depth=2))

# %% [markdown] id="cross-encoder-text"
# ### A real one
#
# `cross_encoder.py` has one. It is the encoder of dense retrieval with a **head** on [CLS]: 384 numbers in, one out, the log odds that
# this passage answers this question. Where does it get them from? It was **trained**, on pairs of a question and a passage from towns like
# those of Part II, a quarter of them answers or steps on the way and the rest **hard negatives**: passages that a ranking puts first and that do not answer. A random
# passage is no lesson; one about the same ferry is. Its loss is the binary cross-entropy: that of assignment 5
# for two classes, with one score in place of two.
#
# All of the encoder's 22 million weights need not change for that. Each of its linear layers keeps its matrix $W$ and gets a **low-rank
# update**, $W + BA$, in which $A$ has 8 rows and $B$ 8 columns (LoRA; Hu et al. 2021). That is 1.5 % of the weights, and 0.7 MB to hand in. Two more heads came along: one
# says whether a passage is a *step* on the way to the answer, one marks the *tokens* of the answer, as in assignment 5.
#
# **Before you run it:** the lecture's ferry does not go to France. The reader of 6.14 will fall for it; dense retrieval finds the
# passage *near*. What are the log odds? (0 means: as likely as not.)

# %% id="cross-encoder-look"
if meanings:
    model = CrossEncoder.load()
    for query, names in (("q01", ["p01", "p07", "p11"]), ("q15", ["p01", "p07", "p11"]), ("q03", ["p04", "p12"])):
        print(questions[query][0])
        for name, odds in zip(names, model.answers(questions[query][0], [texts[name] for name in names]), strict=True):
            print(f"  {odds:6.2f}  grade {judgements.get(query, {}).get(name, 0)}  {texts[name][:80]}")
    twice = {}
    for query in judgements:
        read = model.answers(gloss(questions[query][0]).text, [gloss(texts[name]).text for name in fused[query]])
        odds = dict(zip(fused[query], read, strict=True))
        twice[query] = rerank(fused[query], odds.__getitem__, depth=8)
    report(fused=fused, **{"re-ranked": twice})

# %% [markdown] id="cross-encoder-after"
# That nothing answers, it is surer of France than of the mainland: −6.7 against −4.0 for the passage with the times. But for the mainland another
# passage is as good to it, and the island's ranking got **worse**: nDCG@5 fell from 0.99 to 0.75. The towns that it was trained on have neither
# a doctor nor a pool, nor these turns of phrase, and asked about what it has not met, it is a stranger, as all models are. In wordings of such towns
# that it had never seen, it puts the answer ahead of what the fused ranking takes for one in 98 of 100 pairs. **Measure a re-ranker on your own
# questions before you trust it**; `train` in `cross_encoder.py` makes one of pairs of your own.
#
# The other cost is time. On a core of a laptop it reads some twenty-five pairs a second, where BM25 ranks thousands of passages.
#
# Hebrew it reads through a **gloss**, word by word in English (`glossary.py`; by dictionary, as Ballesteros and Croft 1997): crude, and enough to see that המעבורת יוצאת answers when the ferry leaves.

# %% [markdown] id="part-d"
# ---
# # Part I · D · The answer, and where it stands
#
# ## 6.12 Chunks
#
# The island's passages are short. Real documents are not: a report has forty pages, the encoder reads 256 tokens, and a
# citation *"see the report"* helps nobody. So documents are cut into **chunks** before they are indexed.
#
# Cut where? Not in the middle of a sentence. *It costs* | *12.50 crowns* answers nothing on either side. And *It leaves every
# half hour* needs the sentence before, or nobody knows what *It* is. Hence the **overlap**: a chunk begins with the last
# sentence of the one before.
#
# Every chunk is given as **offsets**, so that `text[start:end]` is the chunk, character for character. Whoever checks a citation can then
# open the document at that very place. If you build chunks by splitting and joining, the offsets are gone, and so are the double
# spaces.
#
# Sentences of 4, 3, 4 and 2 words, at most 7 words a chunk, an overlap of one sentence:
#
# | | sentence 1 (4) | sentence 2 (3) | sentence 3 (4) | sentence 4 (2) |
# |---|---|---|---|---|
# | chunk 1 | ■ | ■ | | |
# | chunk 2 | | ■ | ■ | |
# | chunk 3 | | | ■ | ■ |

# %% [markdown] id="chunk-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · about 50 minutes
#
# Write `sentence_spans`, and with it `chunk`.
#
# <details><summary>Hint 1</summary><code>re.finditer</code> gives matches that know their places: <code>match.span()</code>. Words are
# <code>\S+</code>.</details>
# <details><summary>Hint 2</summary>First make a list of pieces (start, end, number of words): the sentences, long ones already cut.
# Then forget the text, and pack the pieces.</details>
# <details><summary>Hint 3</summary>Keep two numbers: <code>first</code>, the chunk's first piece, and <code>new</code>, the first
# piece that no chunk holds yet. Fill the chunk from <code>first</code> as far as it goes. Then go back by
# <code>overlap</code> pieces, and forward again until <code>new</code> fits.</details>


# %% id="chunk" exercise="chunk"
def sentence_spans(text):
    """Where each sentence of a text stands.

    A sentence ends behind a full stop, a question mark or an exclamation mark that white space or the end of the text
    follows (so not within 12.50), and at the end of a line.

    Args:
        text: any str.

    Returns:
        List of (start, end), in the order of the text: text[start:end] is the sentence, without white space around it.
        Everything but white space lies in exactly one of them.
    """
    # BEGIN SOLUTION
    pattern = r"(?=\S).*?(?:[.?!](?=\s|\Z)|(?=\s*$))"
    return [match.span() for match in re.finditer(pattern, text, flags=re.MULTILINE)]
    # END SOLUTION


def chunk(text, max_words, overlap=1):
    """Cut a text into chunks of whole sentences.

    Words are what white space separates. A sentence of more than max_words words is first cut into pieces of max_words
    words (the last one may have fewer), and each piece then counts as a sentence. A chunk takes sentences while
    they have, together, at most max_words words. The next chunk begins with the last `overlap` sentences of this one; with
    fewer, or none, if otherwise the next new sentence would not fit.

    Args:
        text: any str.
        max_words: int, at least 1.
        overlap: int, at least 0: how many sentences a chunk shares with the one before.

    Returns:
        List of (start, end), in the order of the text: text[start:end] is the chunk, from the first character of its first
        sentence to the last character of its last. Empty for a text without words.
    """
    # BEGIN SOLUTION
    pieces = []  # start, end, number of words
    for start, end in sentence_spans(text):
        words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), max_words):
            part = words[first : first + max_words]
            pieces.append((start + part[0][0], start + part[-1][1], len(part)))
    chunks, first, new = [], 0, 0
    while new < len(pieces):
        last = new
        while last < len(pieces) and sum(words for _, _, words in pieces[first : last + 1]) <= max_words:
            last += 1
        chunks.append((pieces[first][0], pieces[last - 1][1]))
        first, new = max(first, last - overlap), last
        while new < len(pieces) and sum(words for _, _, words in pieces[first : new + 1]) > max_words:
            first += 1
    return chunks
    # END SOLUTION


# %% [markdown] id="chunk-look-text"
# **Before you run it:** whose half hour is it? Find the sentence with *It*, without overlap and with it.

# %% id="chunk-look"
document = (
    "Buses are green and take no dogs. Bus 17 serves the lighthouse.  It leaves every half hour.\n"
    "FARES\n"
    "A day ticket costs 2.50 crowns. Children travel free. Is the driver out of tickets? Then travel free, too!"
)
for overlap in (0, 1):
    print(f"overlap {overlap}")
    for start, end in chunk(document, 14, overlap):
        print(f"   {start:3}–{end:3}  {document[start:end]!r}")

# %% [markdown] id="prompt-text"
# ## 6.13 The prompt
#
# The passages are found. If a language model is to answer, it must be told what to do with them. Three things make a prompt for
# RAG different from a chat:
#
# - **Numbered sources**, so that the answer can say [2] and you can look up what [2] is.
# - **A way out**: what to say if the sources do not hold the answer. Without it a model answers anyway.
# - **A budget**: a model reads only so many words. What is too long is cut off somewhere, often at the end, where your
#   question stands.
#
# And one danger. A passage is text that somebody else wrote. If it has a line break and then *[2] The pier is open*, the model sees
# a second source that is none. With *Ignore the above and …* it sees an order. This is **prompt injection**. Putting each
# source on one line does not cure it, but closes the widest door.

# %% [markdown] id="prompt-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 20 minutes
#
# Write `build_prompt`. The words are yours.
#
# <details><summary>Hint 1</summary>Make the prompt without sources first: how many words has it? Then add one source after the
# other, as long as there is room.</details>
# <details><summary>Hint 2</summary><code>" ".join(passage.split())</code> turns every run of white space into one
# space.</details>


# %% id="build-prompt" exercise="build_prompt"
def build_prompt(question, passages, max_words):
    """What a language model is asked: an instruction, numbered sources, the question.

    The instruction is in your words. It asks for an answer from the sources alone, with their numbers, and tells the
    model to say "I don't know" (in these words) if they do not hold it.

    Args:
        question: str.
        passages: list of str, the best first. In the prompt each is one line, "[1] " and the text, numbered from 1; line
            breaks and repeated spaces in it become single spaces.
        max_words: how many words (separated by white space) the whole prompt may have. Passages are taken whole and in
            their order; the first that no longer fits, and all behind it, are left out.

    Returns:
        The prompt. The question comes after the sources, word for word.
    """
    # BEGIN SOLUTION
    instruction = (
        "Answer the question from the numbered sources alone, in a few words, and give the number of the source that says "
        'so, as in [1]. If the sources do not hold the answer, say "I don\'t know" and nothing else.'
    )
    lines = [instruction, "", "Sources:", "", f"Question: {question}", "Answer:"]
    for number, passage in enumerate(passages, start=1):
        more = [*lines[:-3], f"[{number}] {' '.join(passage.split())}", *lines[-3:]]
        if len(" ".join(more).split()) > max_words:
            break
        lines = more
    return "\n".join(lines)
    # END SOLUTION


# %% id="prompt-look"
question = questions["q08"][0]
print(build_prompt(question, [texts[name] for name in by_words(question)[:3]], max_words=120))

# %% [markdown] id="answer-text"
# ## 6.14 An answer with a citation, or none
#
# Send this prompt to a large model, and you get a sentence. Send it to one that fits on a laptop, and you get a sentence too,
# right or wrong, and nearly never *I don't know*. You will see that in Part II. So the part that must be dependable is built
# without a model: an **extractive** reader, which points at a sentence that is there.
#
# **Which sentence?** The one that covers most of the question. Terms count by their idf: a sentence with *ferry* covers more than
# one with *island*. **Coverage** is the weight of the question's terms that the sentence has, divided by the weight of all:
#
# | question: *last* (1.0), *ferry* (2.0), *winter* (2.0) | covered | coverage |
# |---|---|---|
# | The **last** **ferry** leaves at 21:40. | 1 + 2 of 5 | 0.6 |
# | Bring warm clothes in **winter**. | 2 of 5 | 0.4 |
#
# **What of it?** The lecture's question *What is the capital of France?* asks for a location; *When* asks for a time. If the
# kind of answer can be described by a pattern, then a sentence without such a thing cannot answer, and of the others only that
# thing is wanted: `21:40`.
#
# **Is there an answer at all?** Coverage is a **confidence**. Below a **threshold**, the system abstains. A term that no passage holds
# (*airport*) has the largest idf of all: a question about an unknown thing starts with a debt.
#
# **Says who?** The citation is the passage that the sentence came from. Not the best passage, not all of them: the one in
# which the answer stands.

# %% [markdown] id="answer-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●○ · about 35 minutes
#
# Write `coverage` and `cited_answer`. `Answer` and `abstention` come from `rag_contract.py`, and are what Part II uses.
#
# <details><summary>Hint 1</summary>Coverage with sets: <code>set(question_terms)</code>, and what it has in common with the
# sentence's.</details>
# <details><summary>Hint 2</summary>Begin with "nothing found, confidence 0". Go through the sentences, leave out those that cannot
# answer, and replace what you have only if the new one is <i>better</i>. The threshold comes at the very end.</details>
# <details><summary>Hint 3</summary><code>found = re.search(wanted, sentence)</code> is None if there is nothing;
# <code>found.group()</code> is what was found.</details>


# %% id="cited-answer" exercise="cited_answer"
def coverage(question_terms, sentence_terms, weights):
    """How much of a question a sentence covers.

    Args:
        question_terms: list of terms; a term that stands there twice counts once.
        sentence_terms: list of terms.
        weights: dict, term -> weight (above 0) for each term of the question.

    Returns:
        The summed weight of those of the question's terms that the sentence has, divided by that of all of them: a float
        from 0 to 1; 0.0 for a question without terms.
    """
    # BEGIN SOLUTION
    asked = set(question_terms)
    whole = sum(weights[term] for term in sorted(asked))
    return sum(weights[term] for term in sorted(asked & set(sentence_terms))) / whole if asked else 0.0
    # END SOLUTION


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    """Answer with the best sentence, or with what is wanted of it, and say where it stands; or abstain.

    Args:
        question_terms: list of terms.
        sentences: list of (id of the passage, sentence as it stands there, its terms), those of the best passage first.
        weights: dict, term -> weight (above 0) for each term of the question.
        threshold: from 0 to 1. Below this confidence the system says that it does not know.
        wanted: None, or a regular expression of what the answer looks like ("[0-9]+:[0-9]+" for a time). Sentences in
            which it is not found (`re.search`) cannot answer.

    Returns:
        An Answer. Its confidence is the `coverage` of the sentence that covers most of the question (of equal ones the
        first); its text is that sentence, or the first match of `wanted` in it; its citations hold the id of that
        sentence's passage and nothing else. Where there is no such sentence, where it covers nothing, or where its
        confidence is below the threshold: `abstention()`.
    """
    # BEGIN SOLUTION
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
    # END SOLUTION


# %% [markdown] id="answer-look-text"
# All parts together, on all sixteen questions. The kinds of answers are described by three patterns. **Before you run it:** q14 is
# *What is the capital of France?* A chatbot would know. What should a system say that answers from these passages?

# %% id="answer-look"
KINDS = [  # if the question says this, the answer looks like that
    (r"\b[Ww]hen\b|מתי", r"\d{1,2}:\d{2}"),
    (r"\bcosts?\b|\badmission\b|כמה עולה", r"\d+(\.\d+)? (crowns|כתרים)"),
    (r"\bWho\b", r"[A-Z][a-z]+ [A-Z][a-z]+"),
]


def ask(question, ranking, threshold):
    """The island's answer to a question, out of the first five passages of a ranking."""
    terms = analyze(question)
    sentences = [
        (name, texts[name][start:end], analyze(texts[name][start:end]))
        for name in ranking[:5]
        for start, end in sentence_spans(texts[name])
    ]
    wanted = next((pattern for asked_for, pattern in KINDS if re.search(asked_for, question)), None)
    return cited_answer(terms, sentences, {term: idf(index, term) for term in terms}, threshold, wanted)


for query, (question, right, _) in questions.items():
    answer = ask(question, by_words(question), threshold=0.5)
    said = "I don't know" if answer["abstained"] else f"{answer['text']}  {answer['citations']}"
    print(f"{query} {question}\n      {said}   (right: {right})")

# %% [markdown] id="threshold-text"
# Look at three of them.
#
# - **q15** is wrong, and it has a citation: the ferry does leave at 09:40, but not for France. Two known words outvoted one
#   unknown.
# - **q02** is silent: *Glass House* stands in one sentence, *Admission is 12.50 crowns* in the next.
# - **q03** is silent although dense retrieval has found the passage: this reader knows words only, as BM25 does.
#
# Each is a task for Part II. Meanwhile there is a dial: the threshold. **Before you run it:** what does a system with threshold 0
# do to the three questions without an answer?
#
# *What is to be seen: a higher threshold removes wrong answers, and right ones with them. There is no value at which nothing is
# lost; you choose which mistake costs more.*

# %% id="threshold"
print("threshold   right   wrong   silent, rightly   silent, wrongly")
for threshold in (0.0, 0.25, 0.4, 0.5, 0.6, 0.8, 1.0):
    counts = Counter()
    for question, right, _ in questions.values():
        answer = ask(question, by_words(question), threshold)
        if answer["abstained"]:
            counts["silent, rightly" if right is None else "silent, wrongly"] += 1
        else:
            counts["right" if right is not None and right in answer["text"] else "wrong"] += 1
    print(
        f"{threshold:9.2f} {counts['right']:7} {counts['wrong']:7} {counts['silent, rightly']:17} {counts['silent, wrongly']:17}"
    )

# %% [markdown] id="end-of-part-one"
# ---
# ## What you have built so far
#
# - An **analyser** for two languages, an **inverted index**, and **BM25**: a search engine without a trained part.
# - **Measures** that agree with trec_eval to the last digit, so that you can compare your numbers with published ones.
# - **Expansion**, **dense retrieval**, **fusion** and **re-ranking**, each a remedy for another way of missing.
# - **Chunks** that know their place, a **prompt** with a way out, and an **answer** that cites, or is silent.
#
# What it cannot do yet: look at a poster, listen to an announcement, notice that one passage is newer than another, or take two
# steps to an answer. That is Part II.
#
# ### Sources of Part I
#
# - D. Harman (1991), *How effective is suffixing?* Journal of the American Society for Information Science 42(1). The S stemmer.
# - S. Robertson, H. Zaragoza (2009), *The Probabilistic Relevance Framework: BM25 and Beyond.* S. Robertson, K. Spärck Jones
#   (1976), *Relevance weighting of search terms*.
# - C. D. Manning, P. Raghavan, H. Schütze (2008), *Introduction to Information Retrieval*. Chapters 1, 2, 6, 8, 9.
# - K. Järvelin, J. Kekäläinen (2002), *Cumulated gain-based evaluation of IR techniques*. trec_eval: github.com/usnistgov/trec_eval.
# - J. J. Rocchio (1971), *Relevance feedback in information retrieval*.
# - V. Karpukhin et al. (2020), *Dense Passage Retrieval*. arXiv:2004.04906. N. Reimers, I. Gurevych (2019), *Sentence-BERT*.
#   arXiv:1908.10084.
# - G. V. Cormack, C. L. A. Clarke, S. Büttcher (2009), *Reciprocal rank fusion outperforms Condorcet and individual rank learning
#   methods*. SIGIR.
# - R. Nogueira, K. Cho (2019), *Passage re-ranking with BERT*. arXiv:1901.04085. E. Hu et al. (2021), *LoRA: low-rank adaptation of large
#   language models*. arXiv:2106.09685.
# - L. Ballesteros, W. B. Croft (1997), *Phrasal translation and query expansion techniques for cross-language information retrieval*. SIGIR.
# - P. Lewis et al. (2020), *Retrieval-augmented generation for knowledge-intensive NLP tasks*. arXiv:2005.11401.

# %% [markdown] id="part-two"
# ---
# # Part II · The system
#
# ## What a chatbot alone cannot do
#
# The lecture's list again: knowledge that ends at a date, no sources, no alternatives, and an invention where "I don't know" would
# be right. Each item can be tested, and your system will be:
#
# | the chatbot's fault | how you can see it from outside |
# |---|---|
# | its knowledge ends at a date | edit a fact in the corpus: does the answer follow? |
# | it cites nothing | does the answer really stand in the passage that it cites? |
# | it invents | delete the passage: does it say that it does not know? |
# | it is easily led | add a passage about something similar: does the citation stay where it was? |
#
# Nobody can pass such tests by having read much. They are made on worlds that exist nowhere else.

# %% [markdown] id="world-text"
# ## A world that nobody has read about
#
# `public_world/` is a town that a program has made up: its people, ferries, prices and feasts, told in about a hundred passages,
# in English and in Hebrew. Some are posters and charts. Some are announcements that somebody reads out. Your system is graded
# on **two other worlds** by the same program, with other names and other facts. You never see them.

# %% id="world"
world = load_world("public_world")
corpus = world["corpus"]
kinds = Counter((passage["kind"], passage["language"]) for passage in corpus["passages"])
print(
    f"{len(corpus['passages'])} passages:",
    ", ".join(f"{n} {kind} {language}" for (kind, language), n in sorted(kinds.items())),
)
print(f"{len(world['queries'])} questions:", dict(Counter(gold["type"] for gold in world["gold"].values())))
for language in ("en", "he"):
    passage = next(one for one in corpus["passages"] if one["kind"] == "text" and one["language"] == language)
    print(f"\n{passage['id']}, {passage['date']}:")
    display(HTML(f'<p dir="auto"><b>{escape(passage["title"])}</b><br>{escape(passage["text"])}</p>'))

# %% [markdown] id="media-text"
# A poster and an announcement. To your system they are files: a PNG, a WAV. What it can read is the **transcript**: what an
# OCR engine (Tesseract) read on the picture, what a speech recogniser (Whisper; Radford et al. 2022) heard. Both are real, and
# so are their errors. Transcripts are kept in the corpus under the hash of the file, so nobody has to run an engine again.

# %% id="media"
poster = next(one for one in corpus["passages"] if one["kind"] == "image" and one["language"] == "en")
recording = next(one for one in corpus["passages"] if one["kind"] == "audio")
for passage in (poster, recording):
    print(f"{passage['id']} ({passage['kind']}): {readable_text(passage, corpus['transcripts'])!r}")
    shown = Image(passage["content"], alt="a poster") if passage["kind"] == "image" else Audio(passage["content"])
    display(shown)

# %% [markdown] id="questions-text"
# The questions are of ten types. Read one of each, with what is right.
#
# | type | what makes it hard |
# |---|---|
# | fact, date | the question uses other words than the passage |
# | comparison | two values have to be found, and the *name* is the answer |
# | two_hop | "the extension of the librarian of …": first who, then their extension, in another passage |
# | fresh | an older passage says something else. **The later date holds** |
# | image, audio | the answer stands on a poster or in a recording, and nowhere else |
# | shown | the question comes with a picture: who leads the walk on this poster? |
# | spoken | the question is a recording; its text is empty |
# | unanswerable | the world has the subject and not the fact, or not even the subject |

# %% id="questions"
for kind in dict.fromkeys(gold["type"] for gold in world["gold"].values()):
    query = next(one for one in world["queries"] if world["gold"][one["id"]]["type"] == kind)
    spoken = corpus["transcripts"].get(content_hash(query["recording"]), "") if query["recording"] else ""
    said = query["text"] or f"(heard) {spoken}"
    print(
        f"{kind:13} {said}\n              -> {(world['gold'][query['id']]['answers'] or ['the corpus does not say'])[0]}"
    )

# %% [markdown] id="contract-text"
# ## The contract
#
# Your system may do whatever you like inside. Outside, it is a class with three methods; `rag_contract.py` has the types.
#
# | method | returns |
# |---|---|
# | `RagSystem(corpus)` | a system that knows this corpus and nothing else |
# | `retrieve(query, k=10)` | ids of at most k different passages, the best first |
# | `answer(query)` | `Answer(text, citations, abstained, confidence)` |
#
# The text is **the answer and nothing else**: `09:40`, not a sentence around it. Citations are the passages in which it stands:
# one is enough, two for a comparison or two steps, and with more than five it is no valid answer. If the corpus does not say, abstain:
# no text, no citations. `abstention()` makes that answer.
#
# A citation is a passage's id or, better, a **place** in it: `{"passage": id, "start": 0, "end": 42}`, characters of what you can read there
# (`readable_text`). Your chunks know theirs. Of a place the sentences are read that it touches, and the answer must stand in them.
#
# Below is a system that keeps the contract: BM25 over the texts, the best whole sentence as the answer, and never a doubt. It is
# made of your Part I. **Before you run it:** on which types will it score nothing at all?


# %% id="baseline" tags=["setup"]
class BaselineSystem:
    """A start: BM25 over the texts alone; the answer is the sentence that shares most with the question."""

    def __init__(self, corpus):
        self.corpus = corpus
        self.passages = {passage["id"]: passage for passage in corpus["passages"]}
        texts = {id: f"{one['title']}. {one['text']}" for id, one in self.passages.items() if one["kind"] == "text"}
        self.index = build_index({id: analyze(text) for id, text in texts.items()})

    def question(self, query):
        """The words of a question."""
        return query["text"]

    def retrieve(self, query, k=10):
        return rank(bm25_scores(self.index, analyze(self.question(query))), k)

    def answer(self, query):
        terms = analyze(self.question(query))
        sentences = []
        for id in self.retrieve(query, 3):
            text = self.passages[id]["text"]
            sentences += [(id, text[start:end], analyze(text[start:end])) for start, end in sentence_spans(text)]
        weights = {term: idf(self.index, term) for term in terms}
        return cited_answer(terms, sentences, weights, threshold=0.0)


# %% id="baseline-score"
if not graded:
    baseline = evaluate(BaselineSystem(corpus), world)
    print(score_report(baseline, worst=3))

# %% [markdown] id="report-text"
# ## Reading the report
#
# - **nDCG@10**, **recall@10** and **MRR@10** look at `retrieve` alone; the last one is the mean reciprocal rank of the first passage in which the
#   answer stands. On texts they are high already: names are rare words, and BM25 loves rare words. What stands on a picture or in a recording is
#   not even indexed.
# - **EM** (exact match) and **token F1** compare the answer with the accepted ones (Rajpurkar et al. 2016), after both have been
#   made alike: 9:40 and 09:40, niqqud, a Hebrew prefix. A whole sentence around a right answer has a low F1 and no EM.
# - **Citations** count only under a right answer, and only if the answer really stands in a cited passage.
# - **Abstention** is a harmonic mean: of the share of questions that are answered rightly, and of how much more often the system abstains
#   where it should than where it should not. Who never abstains, who always does, and who tosses a coin all get **0**.
#
# Below each number stands its **95 % interval**, from the bootstrap: draw as many questions with replacement, two thousand times, and
# look where the middle 95 % of the scores fall (Efron and Tibshirani 1993). With sixty questions, 0.60 may well be 0.50. Where all scores
# are alike there is nothing to draw; there the interval is Wilson's (1927): 54 right of 54 means between 0.93 and 1. Grading uses
# the **lower end**, so that nobody is graded by luck.

# %% [markdown] id="grading-text"
# ## How it is graded
#
# | | points |
# |---|---:|
# | on the public world, with your eyes open: the contract, retrieval, answers, citations, abstention, pictures and recordings | {{ public points of RagSystem }} |
# | on two hidden worlds: the same, in small steps, by the lower end of the interval; Hebrew, freshness, two steps and each modality apart | 30.25 |
# | counterfactuals on the hidden worlds | 5.25 |
# | the same answer in any order; odd questions | 1 |
#
# The hidden worlds are **not like the public one**. They have more than five hundred passages, about many things that are alike: museums by the dozen,
# of which several share a part of their name, last year's edition beside this year's, long documents on many things at once. Half of the questions
# do not name what they ask about. They **describe** it: *the museum whose benefactor made honey for a living*, where the passage has *a beekeeper*. And they are
# told and asked in other sentences than the public world. Expressions that were written for the public world's sentences find nothing there.
#
# `practice_world` is such a world, with gold answers, in the public world's sentences: `load_world("practice_world")`. Measure your parts on it. BM25 with
# the plain reader earns three tenths of Part II, with vectors fused in nearly half, with chunks, expansion and re-ranking besides three fifths; a system that does all
# that this assignment teaches, and reads with the cross-encoder, nearly everything.
#
# The counterfactuals:
#
# - **edited**: facts are changed, in texts, on posters, in recordings. The answer must follow.
# - **deleted**: every passage that states the fact is gone. The system must abstain.
# - **distracted**: passages about similar things with other values are added. Answer and citation must stay.
# - **withheld**: all pictures, or all recordings, are taken away. Their questions must lose their answers, and be abstained from.
# - **closed book**: no passages at all. Whatever is answered now was not retrieved. If that is as much as with the corpus, nothing else
#   counts.
#
# Each measure has two to eight steps that are worth the same, the first of them low. A step that is missed
# says what was measured: how many such questions there were, how many were answered rightly.
#
# The system is asked questions again, in another order, and must say the same. One question that breaks it costs that question only.
# Everything together may take {{ limit of cpu_seconds }} seconds of **processor time** on one core, without a network; a busy machine
# costs you nothing. A limit that is hit is named as such. Your system is made of fourteen corpora and asked some 330 questions;
# `cost` estimates what that takes. An encoder is faster with many questions at once: a method `answer_many(queries)`, if you write
# one, is called once with all questions of a corpus. The grader has the packages of `requirements.txt` and the encoder
# all-MiniLM-L6-v2; a file that you hand in beside the notebook lies where it lay.

# %% [markdown] id="small-model-text"
# ## Why not ask a language model?
#
# You may, inside your system. But look first at what one says that fits into a download. SmolLM2-135M-Instruct has 135 million weights
# and follows instructions (Ben Allal et al. 2025). It gets the passage and `build_prompt`'s instruction to say "I don't know" where the
# passage does not tell.
#
# **Before you run it:** the first two questions are answered by the passage, the last two are not. What will it say to those?

# %% id="small-model"
passage_text = "The ferry Halcyon leaves Port Alda for the mainland at 09:40 and 17:20. The crossing takes 55 minutes."
asked = [
    "How long does the crossing take?",
    "When does the ferry leave for the mainland?",
    "Who is the captain of the ferry?",
    "How much is a ticket for the ferry?",
]
if not graded:
    try:
        generator = load_generator()
        for question in asked:
            print(
                f"{question}\n    {generator.generate(build_prompt(question, [passage_text], 200), max_new_tokens=30)}"
            )
    except GeneratorMissingError as error:
        print(error)

# %% [markdown] id="small-model-after"
# It answers everything: a model of this size has learned that a question is followed by an answer. Measured on eight questions that a
# passage answers and eight that it does not, with this instruction and 16 tokens to answer in: **5 of 8** are answered rightly, and **0 of 8** are
# refused. Who is the captain? "Captain Halcyon." It has no notion of what it knows; it has a notion of what such texts look like. Larger
# models are better at this, and not good enough to be left alone with it.
#
# So **abstaining is the system's job**: was anything found, does a sentence cover the question's rare words, is there a time in it when
# the question asks for one? Those are numbers, and a threshold on a number can be chosen, measured and defended. With `generators.py` you may
# use any model of the Hub, or any server that speaks OpenAI's protocol, for the wording; in grading there is no network, so
# what is graded must do without.

# %% [markdown] id="recorded-text"
# ### If you have a model: answers on record
#
# In grading there is neither your model nor a network. But what it said can be handed in: a `Recorder` asks each prompt once and writes the
# answer down under the prompt's hash, in `weights/recorded.json`; a `Replayer` says it again. What was not recorded, it does not say: your
# system abstains, and the report says why. You cannot record anything about the hidden worlds, so a reader of your own you need in any case.
#
# What such a model writes may earn points by a way of its own. Give your system a method `long_answer(query)`: up to five sentences, each with its
# citations (`with_marks` makes them of a text with [1] and [2]). Each sentence is held against what it cites: its figures, its names, most of
# its words. On the public world, answers that are supported earn the points for bare answers and for citations, where your short
# answers do not. `rag_nuggets.py` says how exactly.
#
# **Before you run it:** the second sentence is invented, and cites a real source. What gives it away?

# %% id="recorded"
from rag_nuggets import unsupported, with_marks
from recorded_model import Recorder, Replayer


class Storyteller:
    """Stands in for a model: fluent, and not to be trusted."""

    def generate(self, prompt, max_new_tokens=64):
        return f"{source['text'].split('. ')[0].rstrip('.')} [1]. It was opened by Professor Quentin Falk in 1612 [1]."


source = next(one for one in corpus["passages"] if one["kind"] == "text" and one["language"] == "en")
prompt = build_prompt("What is it?", [source["text"]], 200)
with tempfile.TemporaryDirectory() as folder:
    Recorder(Storyteller(), f"{folder}/recorded.json").generate(prompt)
    replayed = Replayer(f"{folder}/recorded.json")
    for sentence in with_marks(replayed.generate(prompt), [source["id"]]):
        print(sentence["text"], "->", unsupported(sentence, world["queries"][0], world) or "supported")
    try:
        replayed.generate("Who opened it?")
    except NotRecordedError as error:
        print(error)

# %% [markdown] id="system-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●●● · several evenings of a team
#
# Write `RagSystem`. As it stands it inherits everything from `BaselineSystem`, so it works, and earns little. Replace one
# thing at a time, and look at the report after each.
#
# <details><summary>Hint 1: the cheapest gain</summary>Index what pictures and recordings say
# (<code>readable_text</code>), and read spoken questions (<code>content_hash</code> of the query's recording finds its
# transcript; of its picture, too). That is a few lines and four types of questions.</details>
# <details><summary>Hint 2: the answer and nothing else</summary>What does the question ask for: a time, an amount, a date, a
# person, a place, a number? <code>reader.py</code> is given: <code>kinds_asked(question)</code> tells, <code>spans(text)</code> finds all
# that has the form of an answer, in both languages, and <code>nearest</code> takes what stands nearest to the question's words. Which sentence
# of which passage it should look at is yours to find; so is what to do where two passages have such a thing.</details>
# <details><summary>Hint 3: knowing that you do not know</summary>Three signs that the corpus does not say: a name in the question that
# stands in no passage; no sentence that has both the name and the other rare words; nothing of the type that the question asks for. Make a
# confidence of them, draw <code>risk_coverage</code>, and put the threshold where the harmonic mean is highest. Choose it on half of the questions
# and look at the other half.</details>
# <details><summary>Hint 4: two steps, two values, two dates</summary>Two steps: answer the inner question ("the librarian of the Ligemis
# Library") first, put the answer in its place, and ask again. A comparison: find the value for each of the two names. Freshness: among candidates that
# answer the same question, the later <code>date</code> wins.</details>
# <details><summary>Hint 5: names that were misheard</summary>Whisper writes <i>Kutel del Museum</i> for Kutuldel. The corpus knows how its names are
# written: <code>difflib.SequenceMatcher</code> finds the nearest one.</details>


# %% id="rag-system" exercise="RagSystem"
# BEGIN SOLUTION
import functools
from typing import NamedTuple

LEAST = re.compile(
    r"\b(?:few|less|least|small|low|short|near|close[rs]|cheap|earl|old|fast|quick|first|sooner|more years|most years|longer history)"
    "|(?<!\\w)(?:פחות|קטנה?|נמוכה?|קצרה?|קרובה?|זולה?|מוקדם|קודם|ותיקה?|מהירה?|ארוכה? יותר, כלומר מי קודם)(?!\\w)",
    re.IGNORECASE,
)
MONTH_AND_NUMBER = re.compile(r"(\w+)\W{1,4}(\d[\d,]*)\b")
VECTORS, READINGS = {}, {}


@functools.lru_cache(1)
def cross_encoder():
    return CrossEncoder.load()


def vectors_of(texts):
    """A vector of length 1 for each text. Each text is encoded once, in however many corpora it stands."""
    new = [text for text in dict.fromkeys(texts) if text not in VECTORS]
    if new:
        found = embed(new)
        VECTORS.update(zip(new, found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), strict=True))
    return np.array([VECTORS[text] for text in texts])


def readings_of(pairs):
    """What the cross-encoder makes of each (question, passage). Each pair is read once, in however many corpora it stands."""
    new = [pair for pair in dict.fromkeys(pairs) if pair not in READINGS]
    if new:
        READINGS.update(zip(new, cross_encoder().read(new), strict=True))
    return [READINGS[pair] for pair in pairs]


def sure(odds):
    """A probability, of log odds."""
    return 1 / (1 + math.exp(-max(min(odds, 30), -30)))


@functools.lru_cache(maxsize=100_000)
def terms_of(text):
    return tuple(analyze(text))


def kinds_of(text):
    """The kind of what a text is, or ""."""
    found = spans(text)
    return found[0].kind if found and found[0].text == text else ""


def name_in(name, text):
    """Whether a text mentions a name, or most of it."""
    wanted = set(terms_of(name))
    return 2 * len(wanted & set(terms_of(text))) > len(wanted)


class Chunk(NamedTuple):
    """A piece of a passage. `text` is what stands there, behind the passage's title; `gloss` the same in English words."""

    passage_id: str
    text: str
    gloss: Gloss


class Evidence(NamedTuple):
    """An answer and where it stands."""

    confidence: float  # how sure, from 0 to 1
    text: str
    citations: tuple
    date: str


# END SOLUTION


class RagSystem(BaselineSystem):
    """Answers questions about a corpus of texts, pictures and recordings, in English and Hebrew.

    As it stands it does what `BaselineSystem` does. Replace its methods one by one; others of your own may stand beside
    them. It is made anew for each corpus, and knows nothing but that corpus: what you keep outside of the object must not
    change an answer.

    Methods:
        RagSystem(corpus): a Corpus; no passages at all is a corpus, too.
        retrieve(query, k=10): ids of at most k different passages, the best first.
        answer(query): an Answer: the bare answer, the ids of passages in which it stands, and a confidence from 0 to 1; or
            `abstention()` where the corpus does not say.
    """

    # BEGIN SOLUTION
    # Cuts passages into chunks; ranks these by BM25 and by vectors, fused; the cross-encoder reads the first of them together with the
    # question, and ranks them anew. The answer is the span that it marks, of a kind that the question asks for. Where a passage is
    # but a step on the way, the question is asked again about the name that it marks. Comparisons ask for each name. Where two
    # answers are sure enough, the later passage holds.
    words = dense = reranked = True  # its parts; without re-ranking the plain reader reads
    WORDS = 50  # of a chunk, at most
    READ, READ_AGAIN = 8, 6  # chunks that are read for a question, and for one that is asked again about a name
    STEPS = 2  # names that it is asked again about
    THRESHOLD, CERTAIN = 0.25, 0.9

    def __init__(self, corpus, **parts):
        self.corpus = corpus
        vars(self).update(parts)
        self.passages = {passage["id"]: passage for passage in corpus["passages"]}
        written = [passage for passage in corpus["passages"] if passage["kind"] == "text"]
        self.names = Names((one["title"], one["text"], one["language"]) for one in written)
        self.said = {id: self.transcript(passage) for id, passage in self.passages.items()}
        self.chunks = [piece for id in self.passages for piece in self.cut(id)]
        self.index = build_index({str(number): terms_of(one.text) for number, one in enumerate(self.chunks)})
        self.vectors = None
        try:
            if self.reranked:
                cross_encoder()
            if self.dense and self.chunks:
                self.vectors = vectors_of([one.gloss.text for one in self.chunks])
        except EncoderMissingError as missing:
            print(f"By words alone, then, and with the plain reader. {missing}")
            self.words, self.reranked = True, False
        self.solved = {}

    def names_of(self, id):
        """The names that a passage mentions."""
        return self.names.in_text(f"{self.passages[id]['title']}. {self.said[id]}")

    def pieces_of(self, id):
        return [piece for piece in self.chunks if piece.passage_id == id]

    @staticmethod
    def asked_of(name, text, names):
        """A question about several names, asked of one of them."""
        for other in names:
            text = text.replace(other, "it")
        return f"{name}: {text}"

    def transcript(self, passage):
        said = readable_text(passage, self.corpus["transcripts"])
        return self.names.mended(said) if passage["kind"] == "audio" else said

    def cut(self, id):
        title, said = self.passages[id]["title"], self.said[id]
        for start, end in chunk(said, self.WORDS):
            text = f"{title}. {said[start:end]}" if title else said[start:end]
            yield Chunk(id, text, gloss(text))

    def words_of(self, query):
        """What is asked, in words; of a picture the name that stands on it, or its first words."""
        heard = self.corpus["transcripts"].get(content_hash(query["recording"]), "") if query["recording"] else ""
        shown = self.corpus["transcripts"].get(content_hash(query["image"]), "") if query["image"] else ""
        text = f"{query['text']} {self.names.mended(heard)}".strip()
        sentences = [text[start:end] for start, end in sentence_spans(text)] or [""]
        text = next((one for one in reversed(sentences) if one.endswith("?")), sentences[-1])
        if shown:
            names = self.names.in_text(shown)
            text = f"{names[0] if names else ' '.join(shown.split()[:4])}: {text}"
        return text

    def ranking(self, text, depth=50):
        """Numbers of chunks, the best first."""
        rankings = []
        if self.words:
            found = rank(bm25_scores(self.index, terms_of(text)), depth)
            rankings.append(
                [f"{int(name):05}" for name in found]
            )  # ids are texts, and of equal scores the smaller number is first
        if self.vectors is not None:
            names = [f"{number:05}" for number in range(len(self.chunks))]
            near = dense_ranking(vectors_of([gloss(text).text])[0], self.vectors, names, depth)
            rankings.append([name for name, _ in near])
        return [int(name) for name in rank(reciprocal_rank_fusion(rankings))]

    def read(self, text, depth):
        """[(reading, chunk)] of the chunks that the ranking has first, the one that answers best first."""
        if not self.chunks or not text or not self.reranked:
            return []
        chunks = [self.chunks[number] for number in self.ranking(text)[:depth]]
        asked = gloss(text).text
        readings = readings_of([(asked, one.gloss.text) for one in chunks])
        return sorted(zip(readings, chunks, strict=True), key=lambda pair: -pair[0].answers)

    def answers(self, text, found):
        """The evidence of these readings, the surest first."""
        kinds, known = kinds_asked(text), frozenset(terms_of(text))
        evidence = []
        for reading, piece in found:
            tag, span = self.marked(piece, reading, kinds, known)
            if span:
                date = self.passages[piece.passage_id]["date"]
                confidence = math.sqrt(sure(reading.answers) * sure(tag + 1))
                evidence.append(Evidence(confidence, span, (piece.passage_id,), date))
        return sorted(evidence, key=lambda one: (-one.confidence, one.citations, one.text))

    def marked(self, piece, reading, kinds, known):
        """(tag, text) of the span of a chunk that the cross-encoder marks most; one of a kind that is asked for is preferred."""
        found = [free] if (free := self.free(piece, reading)) and not kinds else []
        for span in spans(piece.text, self.names):
            terms = frozenset(terms_of(span.text))
            if not terms or not terms <= known:
                tag = reading.tag(*piece.gloss.place(span.start, span.end))
                found.append((tag, span.text, 2 * (span.kind in kinds)))
        return max(found, key=lambda one: (one[0] + one[2], one[1]), default=(-99.0, "", 0))[:2]

    @staticmethod
    def free(piece, reading):
        """(mean tag, text, 0) of the run of words, within a sentence, that is marked most; what has no form of its own."""
        words = [match.span() for match in re.finditer(r"[^\W_]+(?:[-'’׳״][^\W_]+)*", piece.text)]
        tags = [reading.tag(*piece.gloss.place(*word)) for word in words]
        if not words or max(tags) < 0:
            return None
        first = last = max(range(len(words)), key=lambda i: tags[i])
        while (
            first > 0
            and tags[first - 1] > 0
            and not re.search(r"[.?!\n]", piece.text[words[first - 1][1] : words[first][0]])
        ):
            first -= 1
        while (
            last + 1 < len(words)
            and tags[last + 1] > 0
            and not re.search(r"[.?!\n]", piece.text[words[last][1] : words[last + 1][0]])
        ):
            last += 1
        return sum(tags[first : last + 1]) / (last + 1 - first), piece.text[words[first][0] : words[last][1]], 0

    def latest(self, evidence):
        """The evidence that holds: of what is nearly as sure as the best, the one published last."""
        if not evidence:
            return []
        least = max(self.THRESHOLD, 0.7 * evidence[0].confidence)
        return [
            max((one for one in evidence if one.confidence >= least), key=lambda one: one.date, default=evidence[0])
        ]

    def explored(self, text, depth=2, question=""):
        """The evidence for a question, the surest first; where a passage is but a step on the way, of the question about whom it names.

        Args:
            text: the question, perhaps with a name in front of it that was found before.
            depth: how many steps are allowed.
            question: as it was asked.
        """
        question = question or text
        found = self.read(text, self.READ if text == question else self.READ_AGAIN)
        evidence = self.latest([*self.charted(text, found)] or self.answers(text, found))
        if not depth or (evidence and evidence[0].confidence > self.CERTAIN):
            return evidence, found
        asked = set(self.names.in_text(text))
        steps = sorted((pair for pair in found if sure(pair[0].step) > self.THRESHOLD), key=lambda pair: -pair[0].step)
        for reading, piece in steps[: self.STEPS]:
            tags = {}
            for span in spans(piece.text, self.names):
                if span.kind == "name" and span.text not in asked:
                    tag = reading.tag(*piece.gloss.place(span.start, span.end))
                    tags[span.text] = max(tags.get(span.text, -99.0), tag)
            if not tags:
                continue
            name = max(tags, key=lambda name: (tags[name], name))
            asked.add(name)
            more, read = self.explored(f"{name}: {question}", depth - 1, question)
            found = [*found, *read]
            for one in more:
                cited = tuple(dict.fromkeys((*one.citations, piece.passage_id)))
                evidence.append(
                    one._replace(confidence=math.sqrt(one.confidence * sure(reading.step)), citations=cited)
                )
        return sorted(evidence, key=lambda one: -one.confidence), found

    def plain(self, text):
        """The evidence without a cross-encoder: of the first chunks the sentence that covers most of the question."""
        terms, kinds, evidence = list(terms_of(text)), kinds_asked(text), []
        weights = {term: idf(self.index, term) for term in terms}
        for number in self.ranking(text)[: self.READ]:
            piece = self.chunks[number]
            for start, end in sentence_spans(piece.text):
                said = piece.text[start:end]
                if found := nearest(terms, said, terms_of, kinds, self.names):
                    covered = coverage(terms, list(terms_of(said)), weights)
                    evidence.append(
                        Evidence(covered, found, (piece.passage_id,), self.passages[piece.passage_id]["date"])
                    )
        return sorted(evidence, key=lambda one: -one.confidence)

    def charted(self, text, found):
        """What a chart says of a month, or which month has its highest or lowest bar."""
        months = [span.text for span in spans(text) if span.kind == "month"]
        for reading, piece in found:
            bars = {name: number for name, number in MONTH_AND_NUMBER.findall(piece.text) if kinds_of(name) == "month"}
            if len(bars) < 3 or sure(reading.answers) < self.THRESHOLD:
                continue
            pick = min if LEAST.search(text) else max
            said = bars.get(months[0]) if months else pick(bars, key=lambda name: int(bars[name].replace(",", "")))
            if said:
                yield Evidence(
                    sure(reading.answers), said, (piece.passage_id,), self.passages[piece.passage_id]["date"]
                )

    def compared(self, text, names):
        """The one of several names for which what is asked is the highest or the lowest."""
        by_kind = {}
        for name in names:
            question = self.asked_of(name, text, names)
            read = [(one, piece) for one, piece in self.read(question, self.READ_AGAIN) if name_in(name, piece.text)]
            for kind in ("time", "price", "date", "count"):
                for one in self.latest(self.measures(kind, read))[:1]:
                    by_kind.setdefault(kind, []).append((one, name))
        whole = [found for found in by_kind.values() if len(found) == len(names)]
        if not whole:
            return []
        found = max(whole, key=lambda found: sum(one.confidence for one, _ in found))
        pick = min if LEAST.search(text) else max
        best, winner = pick(found, key=lambda pair: value_of(pair[0].text))
        cited = tuple(dict.fromkeys(id for one in (best, *(one for one, _ in found)) for id in one.citations))
        return [Evidence(min(one.confidence for one, _ in found), winner, cited[:5], best.date)]

    def measures(self, kind, found):
        """The evidence of one kind of what can be compared, the surest first."""
        evidence = []
        for reading, piece in found:
            marked = [
                (reading.tag(*piece.gloss.place(span.start, span.end)), span.text)
                for span in spans(piece.text, self.names)
                if span.kind == kind and value_of(span.text) is not None
            ]
            if marked:
                tag, text = max(marked)
                confidence = math.sqrt(sure(reading.answers) * sure(tag + 1))
                evidence.append(
                    Evidence(confidence, text, (piece.passage_id,), self.passages[piece.passage_id]["date"])
                )
        return sorted(evidence, key=lambda one: -one.confidence)

    def solve(self, query):
        """(the best evidence or None, what was read)"""
        key = query["id"], query["text"], query["image"], query["recording"]
        if key not in self.solved:
            text = self.words_of(query)
            names = self.names.in_text(text)
            if len(names) > 1 and not query["image"]:
                best, found = self.compared(text, names), self.read(text, self.READ)
            else:
                best, found = self.explored(text) if self.reranked else (self.plain(text), [])
            self.solved[key] = (best[0] if best else None), found
        return self.solved[key]

    def retrieve(self, query, k=10):
        text = self.words_of(query)
        ranked = [self.chunks[number].passage_id for number in self.ranking(text)] if text else []
        if not self.reranked:
            return list(dict.fromkeys(ranked))[:k]
        best, found = self.solve(query)
        read = sorted(found, key=lambda pair: -max(sure(pair[0].answers), 0.5 * sure(pair[0].step)))
        cited = best.citations if best else ()
        return list(dict.fromkeys([*cited, *(piece.passage_id for _, piece in read), *ranked]))[:k]

    def answer(self, query):
        best, _ = self.solve(query)
        if best is None or best.confidence < self.THRESHOLD:
            return abstention()
        return Answer(text=best.text, citations=list(best.citations), abstained=False, confidence=best.confidence)

    # END SOLUTION


# %% id="system-score"
if not graded:
    evaluation = evaluate(RagSystem(corpus), world)
    print(score_report(evaluation))
    print(cost(RagSystem, world))

# %% [markdown] id="system-risk-text"
# What does abstaining buy? Each point answers only the questions with the highest confidence. A curve that falls towards the left means
# that the confidence knows something.


# %% id="system-risk"
def bounds(interval):
    """What a picture of an interval needs: its ends, and the value between them."""
    return interval["lower"], interval["value"], interval["upper"]


if not graded:
    pictures.risk_coverage({"your system": risk_coverage(evaluation["questions"])})
    measured = {"baseline": baseline, "your system": evaluation}
    pictures.by_modality(
        {
            name: {modality: bounds(found["f1"]) for modality, found in one["groups"]["modality"].items()}
            for name, one in measured.items()
        }
    )

# %% [markdown] id="withheld-text"
# ## What does each part add?
#
# An **ablation** takes one part away and measures again. Two of them need no change of your code: without pictures, without recordings.
# Add yours: without vectors, without fusion, without re-ranking, without the threshold. Your report needs them, with their intervals.

# %% id="withheld"
if not graded:
    without_some = {"everything": evaluation}
    for kind, name in (("image", "without pictures"), ("audio", "without recordings")):
        without_some[name] = evaluate(RagSystem(without(corpus, kind)), world)
    pictures.ablations({name: bounds(one["metrics"]["f1"]) for name, one in without_some.items()})

# %% [markdown] id="ablation-text" tags=["solution-only"]
# ## The reference system, taken apart
#
# Retrieval alone: by BM25, by vectors, by both fused, and what the cross-encoder makes of these; then whole systems without one part.


# %% id="ablation" tags=["solution-only"]
class Rankings:
    """The reference's first ranking, by some of its parts; it answers nothing."""

    def __init__(self, corpus, words=True, dense=True):
        self.system = RagSystem(corpus, words=words, dense=dense, reranked=False)

    def retrieve(self, query, k=10):
        return self.system.retrieve(query, k)

    def answer(self, query):
        return abstention()


if not graded:
    ways = {"BM25": (True, False), "vectors": (False, True), "fused": (True, True)}
    found = {name: evaluate(Rankings(corpus, *parts), world)["metrics"]["ndcg"] for name, parts in ways.items()}
    found["fused, re-ranked"] = evaluation["metrics"]["ndcg"]
    pictures.ablations({name: bounds(one) for name, one in found.items()}, "nDCG@10")
    parts = {
        "everything": evaluation,
        "without words": evaluate(RagSystem(corpus, words=False), world),
        "without vectors": evaluate(RagSystem(corpus, dense=False), world),
    }
    parts |= {f"without {name}": without_some[f"without {name}"] for name in ("pictures", "recordings")}
    pictures.ablations({name: bounds(one["metrics"]["f1"]) for name, one in parts.items()})

# %% [markdown] id="own-text"
# ## Your own domain
#
# The public world is for building. What you present is a corpus of your own: a museum, a clinic, a sports club, a family's recipes.
# Put it into a folder of the same form (`rag_contract.py` ends with it): `passages.jsonl`, `questions.jsonl`, `media/`,
# `transcripts.json`. At least 40 questions, 10 of them unanswerable, and 5 for each of text, pictures and recordings.
#
# `transcripts.py` fills in the transcripts with the engines that your machine has, and remembers them:
#
# ```python
# from transcripts import transcribe
#
# corpus = transcribe(corpus, queries, cache="my_world/transcripts.json")
# ```
#
# `python corpus_validator.py my_world` says what is missing: questions too few, an answer that does not stand in its gold passage, a
# question that was copied out of a passage, a picture that is no picture. It has nothing to say of the public world; this is what
# it says of one with a question whose answer stands nowhere.

# %% id="own"
assert not validate(world)
broken = {**world, "gold": {**world["gold"]}}
first = next(id for id, gold in world["gold"].items() if gold["answers"])
broken["gold"][first] = {**world["gold"][first], "answers": ["in the year of the comet"]}
for problem in validate(broken):
    print(problem)

# %% [markdown] id="own-languages"
# Your own corpus may be in any language: write its code (`de`, `ar`, `fr`) where a passage or a question says its own. Your `analyze`
# cuts words of any script, and knows stop words, endings and prefixes for English and Hebrew only. For another language put your
# own words into `STOP_WORDS` (`STOP_WORDS | {"der", "die", "das"}`), and mend the rest where your questions need it. Tesseract reads and Whisper
# hears many languages; `engines.py` says how to get them. **What they make of your files, check with your own eyes and ears**, first where
# `transcribe` prints a doubt. Type of less than ten pixels is hardly read, single words are often misheard.
#
# ## What you hand in
#
# The cell below *Hand in*, at the end, packs this notebook and, as far as they are there, `contribution.json`, `report.pdf`, your corpus in `my_world/` with
# its `transcripts.json`, and from `weights/` what your system loads: arrays (`.npy`), tensors (`.safetensors`), settings and recorded answers (`.json`). A file
# may have 8 MB, all of them 32 MB and 200 files; what was packed is printed. Load them by the path `weights/…` and without pickle
# (`np.load(path)`, `safetensors.torch.load_file(path)`): in grading they lie where they lay.
#
# **One of you uploads, for all.** If two do, the better result counts for the whole team.

# %% [markdown] id="sources-of-part-two"
# ### Sources of Part II
#
# - R. Smith (2007), *An overview of the Tesseract OCR engine*. ICDAR. A. Radford et al. (2022), *Robust speech recognition via large-scale
#   weak supervision* (Whisper). arXiv:2212.04356.
# - P. Rajpurkar et al. (2016), *SQuAD: 100,000+ questions for machine comprehension of text*. arXiv:1606.05250. EM and token F1.
# - B. Efron, R. J. Tibshirani (1993), *An Introduction to the Bootstrap*. E. B. Wilson (1927), *Probable inference, the law of
#   succession, and statistical inference*. Journal of the American Statistical Association 22.
# - R. El-Yaniv, Y. Wiener (2010), *On the foundations of noise-free selective classification*. Journal of Machine Learning Research 11.
#   Risk and coverage.
# - L. Ben Allal et al. (2025), *SmolLM2: When smol goes big*. arXiv:2502.02737.
# - E. M. Voorhees (2003), *Overview of the TREC 2003 question answering track*. Answers by nuggets. S. MacAvaney, C. Macdonald, I. Ounis (2022),
#   *Streamlining evaluation with ir-measures*. ECIR.

# %% [markdown] id="by-hand"
# ---
# # What people mark
#
# The checks see what your system answers. They do not see why you built it so, whether you know where it fails, and what
# happens to the people who rely on it. Your teacher marks that, once for the whole team, with {{ points of report, design, ethics, demo }} points. `RUBRIC.md` beside
# this notebook says how, with examples of what a full mark and a lower one look like. Read it before you write.
#
# Below stand four cells. Write into the first three; the last one says what you show.

# %% [markdown] id="contribution-text"
# ## Who did what
#
# Each of you says in a sentence what you did, and which share of the work each of the team did, also the others. Replace
# the ids and the words. The cell writes `contribution.json`, which is handed in with the notebook. No mark follows from it; your
# teacher talks to teams whose members tell different stories.

# %% id="contribution"
contribution = {
    "statements": [
        # {"student": "301234564", "did": "Evaluation, reader, report", "shares": {"301234564": 55, "301234565": 45}},
        # {"student": "301234565", "did": "Corpus, index, demonstration", "shares": {"301234564": 55, "301234565": 45}},
    ]
}
text = json.dumps(contribution, ensure_ascii=False, indent=1)
_ = Path("contribution.json").write_text(text, encoding="utf-8")
print(text)

# %% [markdown] id="report" tags=["manual"] points=7
# ## Report
#
# At most 1,200 words, or a PDF handed in beside the notebook that this cell names. What is your domain, what is your corpus, how does the system work, how
# well, and how do you know? Every figure with its interval, every claim with a figure or a quoted example. Show what
# fails, sorted by cause.
#
# *Replace this text.*

# %% [markdown] id="design" tags=["manual"] points=7
# ## Design
#
# Name the difficulties of your domain first. Then each choice that matters (chunks, ranking, reader, threshold, pictures and
# recordings): what was the alternative, what did you measure, on which questions? Which questions did you keep for the end?
#
# *Replace this text.*

# %% [markdown] id="ethics" tags=["manual"] points=5
# ## Ethics
#
# Whose texts, pictures and voices are in your corpus, and may you use them? Who could be harmed by a wrong answer, by a
# right one, by a fact that is out of date? What did you do about it, and what remains?
#
# *Replace this text.*

# %% [markdown] id="demo" tags=["task"] points=6
# ## Demonstration
#
# Ten minutes, live, on your own corpus. Show a question that works, one that is answered from a picture or a recording, one that the
# corpus does not answer, and one that your system gets wrong: say why. Add cells below with the questions that you will show.
