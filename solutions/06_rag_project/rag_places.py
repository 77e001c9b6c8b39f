"""Places in a corpus: the sentences that a citation touches, and whether what it should prove stands there.

A citation may name a passage, or in it a span of characters (`rag_contract.Span`). Whoever checks one reads the whole sentence, so a
span is widened to the sentences that it touches, and so is judged: one word of the right sentence is enough, and the sentence
next to it is not.

Offsets count in what systems can read (`rag_contract.readable_text`): of a picture or a recording in its transcript. What
it really says is another text, so the place is looked up there: what both have in common are the fixed points, and between two of them the
place is at the same share of the way.
"""

import difflib
import re
from collections.abc import Iterable
from itertools import pairwise

from rag_contract import Citation, cited_passage
from rag_matching import stands_in

_END = re.compile(r"[.?!…׃][\"'’”)\]]*(?=\s)|\n")
_SHORT_FORM = re.compile(r"(?:^|[^\w])(?:Dr|Mr|Mrs|Ms|St|Prof|No|vs|approx|etc|e\.g|i\.e|[A-Z])\.$")
"""What a full stop belongs to, without a sentence ending there: Dr. Venn, J. Pell."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, without the white space around them; lines are sentences of their own.

    >>> [text[start:end] for text in ["Dr. Venn is in. It is 9.40."] for start, end in sentences(text)]
    ['Dr. Venn is in.', 'It is 9.40.']
    """
    ends = [end for found in _END.finditer(text) if not _SHORT_FORM.search(text, (end := found.end()) - 9, end)]
    found = []
    for start, end in pairwise([0, *ends, len(text)]):
        stripped = text[start:end].strip()
        if stripped:
            first = start + text[start:end].index(stripped)
            found.append((first, first + len(stripped)))
    return found


def touched(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences that have a character in common with text[start:end]."""
    return [one for one in sentences(text) if one[0] < end and start < one[1]]


def places(citation: Citation, read: str, said: str) -> tuple[list[str], int]:
    """What a citation points at, as texts to look into, and how many sentences that are.

    Args:
        citation: an id, or a span.
        read: the passage as systems can read it.
        said: the passage as it really is; the same for texts.

    Returns:
        For an id what the passage really says. For a span the sentences that it touches: as they are read and, where that is
        another text, as they really are, so that neither a mishearing nor a doubtful place counts against who cites.
    """
    if isinstance(citation, str):
        return [said], len(sentences(said))
    cited = touched(read, citation["start"], citation["end"])
    found = [_joined(read, cited)]
    if said != read and cited:
        start, end = _carried(read, said, [cited[0][0], cited[-1][1]])
        found.append(_joined(said, touched(said, start, end)))
    return found, len(cited)


def proves(citation: Citation, wordings: Iterable[str], read: str, said: str) -> bool:
    """Whether one of the wordings of an answer stands where a citation points, and in what the passage really says."""
    wordings = list(wordings)
    if not any(stands_in(wording, said) for wording in wordings):
        return False
    return any(stands_in(wording, text) for text in places(citation, read, said)[0] for wording in wordings)


def shown(citation: Citation) -> str:
    """A citation for a report: p03, or p03[40:62]."""
    if isinstance(citation, str):
        return citation
    return f"{cited_passage(citation)}[{citation['start']}:{citation['end']}]"


def _joined(text: str, spans: list[tuple[int, int]]) -> str:
    """From the first of some neighbouring spans to the last."""
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def _carried(read: str, said: str, offsets: list[int]) -> list[int]:
    """Offsets of one text in another one that is nearly the same."""
    blocks = difflib.SequenceMatcher(None, read, said, autojunk=False).get_matching_blocks()
    points = [(0, 0)]
    for block in blocks:
        points += [(block.a, block.b), (block.a + block.size, block.b + block.size)]
    points.append((len(read), len(said)))
    carried = []
    for offset in offsets:
        (a, b), (c, d) = next(pair for pair in pairwise(points) if pair[0][0] <= offset <= pair[1][0])
        carried.append(b if c == a else b + round((offset - a) * (d - b) / (c - a)))
    return carried
