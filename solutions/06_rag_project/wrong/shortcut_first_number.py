"""The first number of the first passage

A number that stands first in a passage is seldom the one that was asked for, and names, days and dishes are no numbers.
Look at the sentence that answers, and at what of it has the kind that the question asks for.
"""

# exercise: RagSystem
FAILS = (
    "test_public_answers_well",
    "test_public_citations",
    "test_public_abstention",
    "test_public_pictures_and_recordings",
    "test_ranking_2",
    "test_ranking_3",
    "test_ranking_4",
    "test_ranking_5",
    "test_ranking_6",
    "test_ranking_7",
    "test_ranking_8",
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
    "test_hebrew",
    "test_hebrew_2",
    "test_hebrew_3",
    "test_hebrew_4",
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
    "test_edited_2",
    "test_edited_3",
    "test_deleted",
    "test_deleted_2",
    "test_deleted_3",
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
)
DEFEATS = "It does without most of what a system is made of: one trick, and no retrieval that could be told from luck."
import re

from rag_contract import Answer, abstention, content_hash, readable_text


class RagSystem(BaselineSystem):
    def __init__(self, corpus):
        self.corpus = corpus
        self.passages = {one["id"]: one for one in corpus["passages"]}
        self.says = {id: readable_text(one, corpus["transcripts"]) for id, one in self.passages.items()}
        self.index = build_index({id: analyze(f"{one['title']} {self.says[id]}") for id, one in self.passages.items()})

    def question(self, query):
        media = [query[name] for name in ("image", "recording") if query[name]]
        return " ".join([query["text"], *(self.corpus["transcripts"].get(content_hash(one), "") for one in media)])

    def said(self, text, id):
        return Answer(text=text, citations=[id], abstained=False, confidence=0.5) if text else abstention()

    def answer(self, query):
        for id in self.retrieve(query, 1):
            number = re.search(r"\d+(?:[:.,]\d+)*", self.says[id])
            return self.said(number[0] if number else "", id)
        return abstention()
