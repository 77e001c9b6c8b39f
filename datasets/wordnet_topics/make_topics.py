"""Makes the topic data from WordNet 3.0: glosses whose topic WordNet's own editors have marked.

    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb wordnet
    python make_topics.py wordnet/usr/share/wordnet

Writes topics.tsv (1,000 glosses with topics), held_out.txt (300 without) and prints the topics of the latter as digits,
for the hidden test that scores predictions.
"""

import random
import re
import sys
from collections import defaultdict
from pathlib import Path

# topic: synsets (noun, byte offset in data.noun) that a gloss's domain pointer leads to, directly or upwards
DOMAINS = {
    "chemistry": ["06084469"],
    "computing": ["06128570"],
    "food": [],
    "law": ["08441203"],
    "mathematics": ["06000644"],
    "medicine": ["06043075", "00612160", "06060845", "06063588"],
    "military": ["08199025"],
    "music": ["07020895", "00543233"],
    "religion": ["05946687", "08083599", "06232880", "06226057", "06234825", "06236802", "01032368", "06182144"],
    "sport": ["00523513"],
}
# topics that have too few pointers, or none, take the nouns below these synsets as well
KINDS = {"food": ["07557434"], "music": ["03800933"], "medicine": ["14070360"], "religion": ["01026897"]}
LEFT_OUT = {"14276936"}  # what is below it: plant diseases are no medicine
LABELLED, HELD_OUT = 100, 30  # glosses a topic
SEED = 5


def read_synsets(folder: Path) -> dict:
    """(part of speech, offset) -> its pointers as (kind, target) and its gloss."""
    synsets = {}
    for part, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue  # the licence
            data, _, gloss = line.partition("|")
            fields = data.split()
            first = 4 + 2 * int(fields[3], 16)
            pointers = []
            for i in range(int(fields[first])):
                kind, offset, target = fields[first + 1 + 4 * i : first + 4 + 4 * i]
                pointers.append((kind, ("a" if target == "s" else target, offset)))
            synsets[part, fields[0]] = (pointers, gloss.strip())
    return synsets


def above(synset: tuple, synsets: dict, kinds: tuple[str, ...]) -> set:
    """A synset and everything that pointers of these kinds lead to, step by step."""
    reached, waiting = set(), [synset]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += [target for kind, target in synsets[one][0] if kind in kinds]
    return reached


def topics_of(synset: tuple, synsets: dict) -> set[str]:
    """The topics that WordNet's pointers give a synset."""
    wholes = {key: above(key, synsets, ("@", "@i")) for kind, key in synsets[synset][0] if kind == ";c"}
    reached = set().union(*wholes.values()) if wholes else set()
    found = {topic for topic, roots in DOMAINS.items() if reached & {("n", root) for root in roots}}
    kinds = above(synset, synsets, ("@", "@i")) if synset[0] == "n" else set()
    if kinds & {("n", root) for root in LEFT_OUT}:
        return set()
    return found | {topic for topic, roots in KINDS.items() if kinds & {("n", root) for root in roots}}


def definition(gloss: str) -> str:
    """A gloss without its examples, and without a bracket that names the topic: "(baseball) a hit …" -> "a hit …"."""
    text = re.split(r';\s*"', gloss)[0]
    text = re.sub(r"^\s*\([^)]*\)\s*", "", text)
    return re.sub(r"\s+", " ", text).strip(" ;")


def main(folder: Path) -> None:
    synsets = read_synsets(folder)
    of_text = defaultdict(set)
    for synset, (_, gloss) in synsets.items():
        text = definition(gloss)
        if 4 <= len(text.split()) <= 24:
            of_text[text] |= topics_of(synset, synsets)
    by_topic = defaultdict(list)
    for text in sorted(of_text):
        if len(of_text[text]) == 1:
            by_topic[min(of_text[text])].append(text)
    draw = random.Random(SEED)
    labelled, held_out = [], []
    for topic in sorted(DOMAINS):
        print(f"{topic:12} {len(by_topic[topic])} glosses to choose from", file=sys.stderr)
        chosen = draw.sample(by_topic[topic], LABELLED + HELD_OUT)
        labelled += [(text, topic) for text in chosen[:LABELLED]]
        held_out += [(text, topic) for text in chosen[LABELLED:]]
    draw.shuffle(labelled)
    draw.shuffle(held_out)
    here = Path(__file__).parent
    here.joinpath("topics.tsv").write_text(
        "text\ttopic\n" + "".join(f"{text}\t{topic}\n" for text, topic in labelled), encoding="utf-8"
    )
    here.joinpath("held_out.txt").write_text("".join(f"{text}\n" for text, _ in held_out), encoding="utf-8")
    print("".join(str(sorted(DOMAINS).index(topic)) for _, topic in held_out))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
