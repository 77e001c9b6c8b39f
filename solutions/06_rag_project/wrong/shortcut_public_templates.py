"""Regular expressions of the public world

Sentences and questions of the public world, with gaps for names and values, are looked for. Hidden worlds ask and tell in other words.
"""

# exercise: RagSystem
FAILS = (
    "test_public_answers_well",
    "test_public_citations",
    "test_public_pictures_and_recordings",
    "test_ranking",
    "test_ranking_2",
    "test_ranking_3",
    "test_ranking_4",
    "test_ranking_5",
    "test_ranking_6",
    "test_ranking_7",
    "test_ranking_8",
    "test_recall",
    "test_recall_2",
    "test_recall_3",
    "test_recall_4",
    "test_recall_5",
    "test_recall_6",
    "test_recall_7",
    "test_recall_8",
    "test_answers",
    "test_answers_2",
    "test_answers_3",
    "test_answers_4",
    "test_answers_5",
    "test_answers_6",
    "test_exact",
    "test_exact_2",
    "test_citation_precision",
    "test_citation_precision_2",
    "test_citation_precision_3",
    "test_citation_precision_4",
    "test_citation_recall",
    "test_citation_recall_2",
    "test_citation_recall_3",
    "test_citation_recall_4",
    "test_abstention",
    "test_abstention_2",
    "test_abstention_3",
    "test_abstention_4",
    "test_hebrew_ranking",
    "test_hebrew_ranking_2",
    "test_hebrew",
    "test_hebrew_2",
    "test_hebrew_3",
    "test_hebrew_4",
    "test_fresh",
    "test_fresh_2",
    "test_fresh_3",
    "test_fresh_4",
    "test_two_hops",
    "test_two_hops_2",
    "test_two_hops_3",
    "test_two_hops_4",
    "test_pictures",
    "test_pictures_2",
    "test_pictures_3",
    "test_pictures_4",
    "test_recordings",
    "test_recordings_2",
    "test_recordings_3",
    "test_edited",
    "test_edited_2",
    "test_edited_3",
    "test_deleted",
    "test_deleted_2",
    "test_deleted_3",
    "test_distracted",
    "test_distracted_2",
    "test_distracted_3",
    "test_distracted_4",
    "test_withheld_pictures_are_missed",
    "test_withheld_pictures_are_missed_2",
    "test_withheld_recordings_are_missed",
    "test_withheld_recordings_are_missed_2",
    "test_withheld_pictures_are_not_invented",
    "test_withheld_pictures_are_not_invented_2",
    "test_withheld_recordings_are_not_invented",
    "test_withheld_recordings_are_not_invented_2",
    "test_closed_book",
    "test_same_answer_in_any_order",
    "test_odd_questions",
)
DEFEATS = "It does without most of what a system is made of: one trick, and no retrieval that could be told from luck."
import re

from rag_contract import Answer, abstention, content_hash, load_world, readable_text
from reader import spans


def template(text, keep=""):
    """A regular expression of a text in which every name and value may be another; what is to be kept is a group."""
    parts, last = [], 0
    for span in spans(text):
        parts.append(re.escape(text[last : span.start]))
        parts.append("(.{1,40}?)" if span.text == keep else ".{1,40}?")
        last = span.end
    return "".join([*parts, re.escape(text[last:])])


class RagSystem(BaselineSystem):
    def __init__(self, corpus):
        self.corpus = corpus
        self.passages = {one["id"]: one for one in corpus["passages"]}
        self.says = {id: readable_text(one, corpus["transcripts"]) for id, one in self.passages.items()}
        self.index = build_index({id: analyze(f"{one['title']} {self.says[id]}") for id, one in self.passages.items()})
        self.rules = [*self.learnt(load_world("public_world"))]

    @staticmethod
    def learnt(world):
        """(template of a question, template of the sentence that answers it) for each question of the public world."""
        passages = {one["id"]: one for one in world["corpus"]["passages"]}
        for query in world["queries"]:
            gold = world["gold"][query["id"]]
            for id, grade in gold["relevance"].items():
                said = readable_text(passages[id], world["corpus"]["transcripts"]) if grade == 3 else ""
                for start, end in sentence_spans(said):
                    for span in spans(said[start:end]):
                        if span.text in gold["answers"] and query["text"]:
                            yield re.compile(template(query["text"])), re.compile(template(said[start:end], span.text))

    def question(self, query):
        media = [query[name] for name in ("image", "recording") if query[name]]
        return " ".join([query["text"], *(self.corpus["transcripts"].get(content_hash(one), "") for one in media)])

    def answer(self, query):
        asked = self.question(query)
        for of_question, of_sentence in self.rules:
            if of_question.fullmatch(asked.strip()):
                for id in self.retrieve(query, 10):
                    if found := of_sentence.search(self.says[id]):
                        return Answer(text=found[1], citations=[id], abstained=False, confidence=0.9)
        return abstention()
