"""Makes computing_terms/: a test collection out of two dictionaries that were written without a thought of each other.

    apt-get download dict-foldoc=20230119-1 wordnet-base=1:3.0-37
    for package in *.deb; do dpkg -x $package dictionaries; done
    python datasets/make_computing_terms.py dictionaries            writes everything
    python datasets/make_computing_terms.py                         writes the hashes in the README alone

A query is how WordNet defines a term of computing, without the term; relevant are FOLDOC's entries under the synset's words. Passages
are these entries and, drawn by the hash of their titles, others. Then the vectors that all-MiniLM-L6-v2 gives passages and queries,
one by one, so that none depends on padding; and the hashes of all, in the README.
"""

import gzip
import hashlib
import re
import string
import sys
from pathlib import Path

import numpy as np
from make_public_world import write_hashes

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "computing_terms"
sys.path[:0] = [str(HERE), str(HERE / "wordnet_topics"), str(HERE.parent / "solutions" / "06_rag_project")]

PASSAGES = 1000
WORDS = range(8, 91)
"""Of a passage; shorter ones mostly send the reader elsewhere."""
QUERY_WORDS = range(4, 41)
DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
"""Of the numbers in a dictd index: base 64, the highest digit first."""


def number(text: str) -> int:
    value = 0
    for digit in text:
        value = value * 64 + DIGITS.index(digit)
    return value


def entries(folder: Path) -> dict[str, tuple[list[str], str]]:
    """FOLDOC's entries: the first headword -> all headwords, and the first paragraph."""
    data = gzip.decompress((folder / "foldoc.dict.dz").read_bytes())
    found = {}
    for line in (folder / "foldoc.index").read_text(encoding="utf-8").splitlines():
        headword, offset, length = line.split("\t")[:3]
        text = data[number(offset) :][: number(length)].decode("utf-8")
        if not headword.startswith("00-") and "ebian" not in text:  # Debian's own additions have another licence
            heads, _, body = text.partition("\n\n")
            titles = [one.strip() for one in heads.splitlines() if one.strip()]
            found[titles[0]] = titles, first_paragraph(body)
    return found


def first_paragraph(body: str) -> str:
    """Of an entry: without the fields of use in front, without the braces of its links."""
    text = re.sub(r"\s+", " ", body.strip().split("\n\n")[0])
    return re.sub(r"^<[^>]*> ", "", re.sub(r"[{}]", "", text)).strip()


def key(term: str) -> str:
    """A term as both dictionaries may write it: Boot-strap, boot_strap, bootstrap."""
    return re.sub(r"[\W_]", "", term.lower())


def computing(folder: Path) -> list[tuple[str, list[str]]]:
    """WordNet's definitions of computing's terms, with the terms; each definition once."""
    from make_topics import definition, read_synsets, topics_of

    synsets, found = read_synsets(folder), {}
    for part, name in (("n", "noun"), ("v", "verb"), ("a", "adj")):
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue  # the licence
            fields = line.split()
            gloss = synsets[part, fields[0]][1]
            if "computing" in topics_of((part, fields[0]), synsets) or gloss.startswith("(computer science)"):
                terms = [re.sub(r"\(.*\)", "", one) for one in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
                found.setdefault(definition(gloss), terms)
    return list(found.items())


def names_itself(definition: str, terms: list[str]) -> bool:
    """Whether a definition has one of its terms, or of the headwords, in it."""
    words = f" {' '.join(re.findall('[a-z0-9]+', definition.lower()))} "
    return any(f" {' '.join(re.findall('[a-z0-9]+', term.lower()))} " in words for term in terms)


def main(folder: Path) -> None:
    known = {title: one for title, one in entries(folder / "usr/share/dictd").items() if len(one[1].split()) in WORDS}
    by_key: dict[str, set[str]] = {}
    for title, (titles, _) in known.items():
        for one in titles:
            by_key.setdefault(key(one), set()).add(title)
    asked = []
    for text, terms in computing(folder / "usr/share/wordnet"):
        relevant = set().union(*(by_key.get(key(term), set()) for term in terms))
        named = [*terms, *(one for title in relevant for one in known[title][0])]
        if relevant and len(text.split()) in QUERY_WORDS and not names_itself(text, named):
            asked.append((text, sorted(relevant)))
    asked.sort()
    wanted = {title for _, titles in asked for title in titles}
    others = sorted(known.keys() - wanted, key=lambda title: hashlib.sha256(title.encode()).hexdigest())
    titles = sorted([*wanted, *others[: PASSAGES - len(wanted)]])
    ids = {title: f"d{place:04}" for place, title in enumerate(titles, start=1)}

    FOLDER.mkdir(exist_ok=True)
    passages = [f"{ids[title]}\t{title}\t{known[title][1]}\n" for title in titles]
    queries = [f"q{place:03}\t{text}\n" for place, (text, _) in enumerate(asked, start=1)]
    judged = [f"q{place:03} 0 {ids[one]} 1\n" for place, (_, found) in enumerate(asked, start=1) for one in found]
    for name, lines in (("passages.tsv", passages), ("queries.tsv", queries), ("qrels.txt", judged)):
        (FOLDER / name).write_text("".join(lines), encoding="utf-8")
    texts = [f"{title}. {known[title][1]}" for title in titles] + [text for text, _ in asked]
    np.save(FOLDER / "vectors.npy", vectors(texts))
    print(f"{len(titles)} passages, {len(asked)} queries, {len(judged)} judgements")


def vectors(texts: list[str]) -> np.ndarray:
    from text_vectors import embed

    return np.concatenate([embed([text]) for text in texts]).astype(np.float16)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    write_hashes(FOLDER)
