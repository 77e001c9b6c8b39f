"""sentences and chunks with their places. Properties on random texts; a few texts by hand."""

import random

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


def pairs(found):
    return [(int(start), int(end)) for start, end in found]


def cut(text, found):
    """The texts of spans, which must lie in the text."""
    found = pairs(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
    return [text[start:end] for start, end in found]


@test_case(points=0.5, failure_message="text[start:end] should be one sentence, its full stop (or ? or !) included.")
def test_sentences(sentence_spans):
    assert cut(FERRY, sentence_spans(FERRY)) == [
        "The ferry leaves at 9.",
        "It is blue!",
        "Is it full?",
        "Then wait for the next one at noon.",
    ]


@test_case(
    points=1,
    failure_message="With at most 9 words and no overlap, the first chunk should hold the first two sentences, the second one "
    "the third, the last one the fourth.",
)
def test_chunks_by_hand(chunk):
    assert cut(FERRY, chunk(FERRY, 9, 0)) == [
        "The ferry leaves at 9. It is blue!",
        "Is it full?",
        "Then wait for the next one at noon.",
    ]


@test_case(points=0.25, failure_message="A full stop within a number ends no sentence: It costs 12.50 crowns.")
def test_numbers(sentence_spans):
    assert cut("It costs 12.50 crowns. Pay here.", sentence_spans("It costs 12.50 crowns. Pay here.")) == [
        "It costs 12.50 crowns.",
        "Pay here.",
    ]


@test_case(
    points=0.25,
    failure_message="With at most 9 words and an overlap of one sentence, the second chunk should begin with the last sentence of the "
    "first.",
)
def test_overlap_by_hand(chunk):
    assert cut(FERRY, chunk(FERRY, 9, 1))[1] == "It is blue! Is it full?"


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A full stop within a number ends no sentence; a line's end does, also without a full stop. White space "
    "is in no sentence.",
)
def test_where_sentences_end(sentence_spans):
    for text, wanted in (
        ("  It costs 12.50 crowns.  At 09.40 it\tleaves ", ["It costs 12.50 crowns.", "At 09.40 it\tleaves"]),
        ("FERRY TIMES \n\n  every day\n9.5 km. ", ["FERRY TIMES", "every day", "9.5 km."]),
        ("Really?! Yes... No.", ["Really?!", "Yes...", "No."]),
        ("כמה עולה? 12.50. רק היום", ["כמה עולה?", "12.50.", "רק היום"]),
    ):
        assert cut(text, sentence_spans(text)) == wanted
    for seed in range(6):
        text, places = draw(seed)
        assert pairs(sentence_spans(text)) == places


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Offsets count characters from the beginning of the whole text; where a sentence comes twice, each has its "
    "own place.",
)
def test_offsets(sentence_spans, chunk):
    text = " Ring twice. Wait here. Ring twice. Wait here. Go in."
    spans = pairs(sentence_spans(text))
    assert spans == [(1, 12), (13, 23), (24, 35), (36, 46), (47, 53)]
    assert pairs(chunk(text, 4, 0)) == [(1, 23), (24, 46), (47, 53)]
    assert pairs(chunk(text, 2, 0)) == spans


@test_case(
    points=0.75,
    hidden=True,
    failure_message="No overlap: each chunk should take as many whole sentences as have at most max_words words together, and "
    "every word should lie in exactly one chunk.",
)
def test_packing(chunk):
    for seed in range(8):
        text, places = draw(seed)
        counts = [len(text[start:end].split()) for start, end in places]
        for max_words in (9, 13, 21):
            found = pairs(chunk(text, max_words, 0))
            assert [word for piece in cut(text, found) for word in piece.split()] == text.split()
            starts, ends = [place[0] for place in places], [place[1] for place in places]
            for start, end in found:
                first, last = starts.index(start), ends.index(end)
                assert sum(counts[first : last + 1]) <= max_words
                assert last + 1 == len(places) or sum(counts[first : last + 2]) > max_words


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Overlap: a chunk should begin with the last `overlap` sentences of the one before, or with fewer where the "
    "next new sentence would not fit; each chunk has a new sentence.",
)
def test_overlap(chunk):
    text = "A one. B two. C three three. D four. E five five five. F six."
    a, b, c, d, e, f = (sentence + "." for sentence in text.removesuffix(".").split(". "))
    for max_words, overlap, wanted in (
        (7, 1, [(a, b, c), (c, d), (d, e), (e, f)]),
        (9, 2, [(a, b, c, d), (c, d, e), (d, e, f)]),
        (7, 2, [(a, b, c), (b, c, d), (d, e), (e, f)]),
        (5, 1, [(a, b), (b, c), (c, d), (e,), (f,)]),
        (7, 99, [(a, b, c), (b, c, d), (d, e), (e, f)]),
        (99, 1, [(a, b, c, d, e, f)]),
    ):
        assert cut(text, chunk(text, max_words, overlap)) == [" ".join(part) for part in wanted]
    assert pairs(chunk(text, 7)) == pairs(chunk(text, 7, 1))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sentence that is longer than max_words should be cut after every max_words words, and each piece packed "
    "like a sentence.",
)
def test_long_sentences(chunk):
    text = "Short one. a b c  d e\tf g h i j. Ends here."
    assert cut(text, chunk(text, 4, 0)) == ["Short one.", "a b c  d", "e\tf g h", "i j. Ends here."]
    assert cut(text, chunk(text, 3, 1)) == ["Short one.", "a b c", "d e\tf", "g h i", "j. Ends here."]
    assert cut(text, chunk(text, 1, 0)) == text.split()


@test_case(points=0.5, hidden=True, failure_message="A text without words should give no sentences and no chunks.")
def test_nothing(sentence_spans, chunk):
    for text in ("", " \n\n  \t"):
        assert pairs(sentence_spans(text)) == pairs(chunk(text, 5)) == []
    assert pairs(chunk(" one ", 5, 3)) == [(1, 4)]
