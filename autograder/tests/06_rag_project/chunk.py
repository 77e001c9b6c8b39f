"""sentences and chunks with their places. Properties on random texts; a few texts by hand.

Chunks are judged by the student's own sentences, too: wrong ones have cases of their own. Where a chunk ends to the
character, and that none is missing at the end, each has its case; the others look at where chunks begin.
"""

import itertools
import random
import re

from otter.test_files import test_case

OK_FORMAT = False
name = "chunk"
points = 5

FERRY = "The ferry leaves at 9. It is blue! Is it full? Then wait for the next one at noon."


def draw(seed, sentences=14):
    """A text of sentences of 1 to 9 different words with irregular white space, and the sentences' places."""
    dice = random.Random(seed)
    text, places, number = dice.choice(("", " ", "\n ")), [], 0
    for _ in range(sentences):
        words = []
        for _ in range(dice.choice((1, 2, 3, 4, 6, 9))):
            number += 1
            words.append(dice.choice((f"w{number}", f"מ{number}", f"{number}.5", f"x{number},")))
        start = len(text)
        for word in words[:-1]:
            text += word + dice.choice((" ", "  ", "\t"))
        text += words[-1].rstrip(",") + dice.choice(".!?")
        places.append((start, len(text)))
        text += dice.choice((" ", "  ", "\n", "\n\n"))
    return text, places


SENTENCES = ["The ferry leaves at 9.", "It is blue!", "Is it full?", "Then wait for the next one at noon."]


def pairs(found):
    return [(int(start), int(end)) for start, end in found]


def cut(text, found):
    """The texts of spans, which must lie in the text."""
    found = pairs(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
    return [text[start:end] for start, end in found]


def without_stops(text, found):
    """The texts of spans without what ends them: that a full stop belongs to its sentence has a case of its own."""
    return [piece.rstrip(".?!") for piece in cut(text, found)]


def is_packed(text, places, found, max_words):
    """Whether the chunks share out the sentences that stand in these places, each as full as may be."""
    starts = [start for start, _ in places]
    counts = [len(text[start:end].split()) for start, end in places]
    if not found or any(start not in starts for start, _ in found):
        return False
    firsts = [starts.index(start) for start, _ in found]
    if firsts[0] != 0 or firsts != sorted(set(firsts)):
        return False
    behinds = [*firsts[1:], len(places)]
    return all(
        sum(counts[first:behind]) <= max_words
        and (behind == len(places) or sum(counts[first : behind + 1]) > max_words)
        and places[behind - 1][0] < end <= places[behind - 1][1]
        for first, behind, (_, end) in zip(firsts, behinds, found, strict=True)
    )


def goes_back(text, places, found, max_words, overlap):
    """Whether each chunk begins so many sentences before its first new one, or as many as fit, whatever those before hold."""
    starts = [start for start, _ in places]
    counts = [len(text[start:end].split()) for start, end in places]
    if not found or any(start not in starts for start, _ in found):
        return False
    held = [
        (starts.index(start), sum(one < end for one in starts)) for start, end in found
    ]  # the first, and behind the last
    for (first, new), (next_first, next_new) in itertools.pairwise(held):
        possible = range(max(first, new - overlap), new + 1)
        if next_new <= new or next_first != next(one for one in possible if sum(counts[one : new + 1]) <= max_words):
            return False
    return True


@test_case(points=0.5, failure_message="text[start:end] should be one sentence, its full stop (or ? or !) included.")
def test_sentences(sentence_spans):
    assert cut(FERRY, sentence_spans(FERRY)) == SENTENCES


@test_case(
    points=1,
    failure_message="With at most 9 words and no overlap, the first chunk should hold the first two sentences, the second one "
    "the third, the last one the fourth; each is text[start:end], whole to its last character.",
)
def test_chunks_by_hand(chunk, sentence_spans):
    found, own = cut(FERRY, chunk(FERRY, 9, 0)), pairs(sentence_spans(FERRY))
    wanted = [f"{SENTENCES[0]} {SENTENCES[1]}", SENTENCES[2], SENTENCES[3]]
    if found != wanted and len(own) == len(SENTENCES):  # whoever has other sentences has lost the points for that
        wanted = cut(FERRY, [(own[0][0], own[1][1]), own[2], own[3]])
    assert found == wanted


@test_case(points=0.25, failure_message="A full stop within a number ends no sentence: It costs 12.50 crowns.")
def test_numbers(sentence_spans):
    text = "It costs 12.50 crowns. Pay here."
    assert without_stops(text, sentence_spans(text)) == ["It costs 12.50 crowns", "Pay here"]


@test_case(
    points=0.25,
    failure_message="With at most 9 words and an overlap of one sentence, the second chunk should begin with the last sentence of the "
    "first.",
)
def test_overlap_by_hand(chunk):
    second = cut(FERRY, chunk(FERRY, 9, 1))[1]
    assert second[: len("It is blue! Is")] == "It is blue! Is"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A full stop within a number ends no sentence; a line's end does, also without a full stop. White space "
    "is in no sentence.",
)
def test_where_sentences_end(sentence_spans):
    for text, wanted in (
        ("  It costs 12.50 crowns.  At 09.40 it\tleaves ", ["It costs 12.50 crowns", "At 09.40 it\tleaves"]),
        ("FERRY TIMES \n\n  every day\n9.5 km. ", ["FERRY TIMES", "every day", "9.5 km"]),
        ("Really?! Yes... No.", ["Really", "Yes", "No"]),
        ("כמה עולה? 12.50. רק היום", ["כמה עולה", "12.50", "רק היום"]),
    ):
        assert without_stops(text, sentence_spans(text)) == wanted
    for seed in range(6):
        text, places = draw(seed)
        assert without_stops(text, sentence_spans(text)) == without_stops(text, places)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Offsets count characters from the beginning of the whole text; where a sentence comes twice, each has its "
    "own place.",
)
def test_offsets(sentence_spans, chunk):
    text, starts = " Ring twice. Wait here. Ring twice. Wait here. Go in.", [1, 13, 24, 36, 47]
    assert [start for start, _ in pairs(sentence_spans(text))] == starts
    found = [start for start, _ in pairs(chunk(text, 2, 0))]
    assert len(found) >= 4 and found == starts[: len(found)]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="No overlap: each chunk should take as many whole sentences as have at most max_words words together, and "
    "every word should lie in exactly one chunk.",
)
def test_packing(chunk, sentence_spans):
    for seed in range(8):
        text, places = draw(seed)
        own = pairs(sentence_spans(text))
        for max_words in (9, 13, 21):
            found = pairs(chunk(text, max_words, 0))
            assert is_packed(text, places, found, max_words) or is_packed(text, own, found, max_words)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Overlap: a chunk should begin with the last `overlap` sentences of the one before, or with fewer where the "
    "next new sentence would not fit; each chunk has a new sentence.",
)
def test_overlap(chunk, sentence_spans):
    short, long = (
        "A one. B two. C three three. D four. E five five five. F six.",
        "A one. B two two two. C three 3 3 3. D four.",
    )
    for text, max_words, overlap, number in ((short, 10, 2, 3), (short, 8, 1, 3), (long, 8, 1, 2), (long, 8, 99, 2)):
        found, own = pairs(chunk(text, max_words, overlap)), pairs(sentence_spans(text))
        places = [match.span() for match in re.finditer(r"\S[^.]*\.", text)]
        assert len(found) >= number - 1
        # whoever loses the last chunk without overlap, too, has lost the points for that
        assert found[-1][1] > places[-1][0] or pairs(chunk(text, max_words, 0))[-1][1] <= places[-1][0]
        assert goes_back(text, places, found, max_words, overlap) or goes_back(text, own, found, max_words, overlap)
    assert pairs(chunk(short, 8)) == pairs(chunk(short, 8, 1))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sentence that is longer than max_words should be cut after every max_words words, and each piece packed "
    "like a sentence.",
)
def test_long_sentences(chunk):
    alone, before = "a b c  d e\tf g h i j k l.", "a b c d e f g. Ends here."
    for text, max_words, firsts in ((alone, 4, (0, 4, 8)), (alone, 5, (0, 5, 10)), (before, 5, (0, 5))):
        words = [match.start() for match in re.finditer(r"\S+", text)]
        starts, found = [words[first] for first in firsts], pairs(chunk(text, max_words, 0))
        assert len(found) >= len(starts) - 1
        assert [start for start, _ in found] == starts[: len(found)]
        assert all(len(text[start:end].split()) <= max_words for start, end in found)


@test_case(points=0.25, hidden=True, failure_message="A text without words should give no sentences and no chunks.")
def test_nothing(sentence_spans, chunk):
    for text in ("", " \n\n  \t"):
        assert pairs(sentence_spans(text)) == pairs(chunk(text, 5)) == []
    assert len(pairs(chunk(" one ", 5, 3))) == 1
