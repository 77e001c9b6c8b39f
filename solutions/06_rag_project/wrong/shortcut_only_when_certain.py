"""Abstains from nearly everything

Only where one sentence has every word of the question is it answered. Whoever abstains from nearly all is seldom wrong and of no use; abstention is
measured as the harmonic mean of both.
"""

# exercise: RagSystem
FAILS = (
    "test_contract",
    "test_public_retrieval",
    "test_public_answers",
    "test_public_answers_well",
    "test_public_citations",
    "test_public_abstention",
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
from rag_contract import Answer, abstention, content_hash, readable_text
from reader import kinds_asked, nearest


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
        asked, kinds = self.question(query), kinds_asked(self.question(query))
        for id in self.retrieve(query, 10):
            for start, end in sentence_spans(self.says[id]):
                sentence = self.says[id][start:end]
                if set(analyze(asked)) <= set(analyze(sentence)):
                    return self.said(nearest(analyze(asked), sentence, analyze, kinds), id)
        return abstention()
