"""A small assignment around the hidden test of the RAG system: one exercise, real worlds without media, small systems."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from small_world import FOLDER, KIT

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.worlds import make_world, write_world

TESTS = KIT / "autograder" / "tests" / FOLDER.name / "RagSystem.py"
GIVEN = (
    "rag_contract",
    "rag_matching",
    "rag_nuggets",
    "rag_places",
    "rag_scorer",
    "rag_variants",
    "recorded_model",
    "stop_words",
)
CONFIG = """
title = "System"
number = 6
preimport = ["torch", "numpy", "scipy.stats"]
files = [{files}]
hidden_files = ["hidden_worlds.zip"]

[limits]
question_seconds = 150
submission_seconds = 300
"""
NOTEBOOK = '''# %% [markdown] id="task" tags=["exercise"]
# A system.

# %% id="system" exercise="RagSystem"
class RagSystem:
    """Answers from a corpus."""

    def __init__(self, corpus):
        # BEGIN SOLUTION
        self.corpus = corpus
        # END SOLUTION

    def retrieve(self, query, k=10):
        # BEGIN SOLUTION
        return []
        # END SOLUTION

    def answer(self, query):
        # BEGIN SOLUTION
        return {"text": "", "citations": [], "abstained": True, "confidence": 0.0}
        # END SOLUTION
'''
SIMPLE = r'''
import math
import re
from collections import Counter

from rag_contract import Answer, abstention, content_hash, readable_text
from rag_matching import tokens


class RagSystem:
    """TF-IDF over everything that can be read; the best sentence, or less of it; a low threshold on how much it covers."""

    threshold = 0.25

    def __init__(self, corpus):
        self.transcripts = corpus["transcripts"]
        self.says = {one["id"]: f"{one['title']}.\n{self.read(one)}" for one in corpus["passages"]}
        self.terms = {id: Counter(self.stems(text)) for id, text in self.says.items()}
        self.count = Counter(term for terms in self.terms.values() for term in terms)

    def read(self, passage):
        return readable_text(passage, self.transcripts)

    def stems(self, text):
        return [re.sub(r"^[והבלכמש](?=...)|(?<=...)s$", "", term) for term in tokens(text)]

    def weight(self, term):
        return math.log(1 + len(self.says) / (1 + self.count[term]))

    def words(self, query):
        media = [query[name] for name in ("image", "recording") if query[name]]
        return " ".join([query["text"], *(self.transcripts.get(content_hash(one), "") for one in media)])

    def covered(self, asked, terms):
        return sum(self.weight(term) for term in asked if term in terms)

    def retrieve(self, query, k=10):
        asked = set(self.stems(self.words(query)))
        scores = {id: self.covered(asked, terms) for id, terms in self.terms.items()}
        return sorted((id for id in scores if scores[id] > 0), key=lambda id: (-scores[id], id))[:k]

    def answer(self, query):
        asked = set(self.stems(self.words(query)))
        best = (0.0, "", "")
        for id in self.retrieve(query, 2):
            for sentence in re.split(r"(?<=[.?!])\s+|\n", self.says[id].split("\n", 1)[1]):
                best = max(best, (self.covered(asked, self.stems(sentence)), sentence, id), key=lambda found: found[0])
        score, sentence, id = best
        if score <= self.threshold * sum(map(self.weight, asked)):
            return abstention()
        return Answer(text=self.short(sentence, query), citations=[id], abstained=False, confidence=0.5)

    def short(self, sentence, query):
        wanted = re.search(r"\d+[:.]\d\d|\d+", sentence)
        return wanted[0] if wanted and re.search("(?i)when|how|what time|מתי|כמה|שעה", query["text"]) else sentence
'''


def make_assignment(folder: Path) -> Assignment:
    """The small assignment: a public world and two hidden ones, all with their transcripts perfect."""
    solutions, tests = folder / "solutions" / "system", folder / "tests"
    solutions.mkdir(parents=True)
    tests.mkdir()
    shutil.copyfile(TESTS, tests / TESTS.name)
    write_world(make_world("public, for tests", media=False), solutions / "public_world", variants=False)
    with zipfile.ZipFile(solutions / "hidden_worlds.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("seed.txt", "for tests")  # as `autograder world --hidden` leaves it there
        for name in ("one", "two"):
            hidden = write_world(make_world(f"hidden {name}, for tests", media=False), folder / "hidden" / name)
            for file in sorted(path for path in hidden.rglob("*") if path.is_file()):
                archive.write(file, file.relative_to(folder / "hidden").as_posix())
    files = [f'"{FOLDER / name}.py"' for name in GIVEN] + ['"public_world"']
    (solutions / "assignment.toml").write_text(CONFIG.format(files=", ".join(files)), encoding="utf-8")
    (solutions / "notebook.py").write_text(NOTEBOOK, encoding="utf-8")
    return load_assignment(solutions, tests)
