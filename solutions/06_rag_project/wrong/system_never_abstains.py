"""The system never abstains

Where the corpus does not say, your system answers all the same. Compare a score of the best evidence (how much of the
question it covers, how far it is ahead of the next) with a threshold, and choose the threshold on the public world's
questions of both kinds.
"""

# exercise: RagSystem
from rag_contract import Answer, readable_text


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def answer(self, query):
        answer = super().answer(query)
        passages = {passage["id"]: passage for passage in self.given["passages"]}
        if not answer["abstained"] or not passages:
            return answer
        best = self.retrieve(query, 1) or sorted(passages)[:1]
        words = readable_text(passages[best[0]], self.given["transcripts"]).split()
        return Answer(text=" ".join(words[:4]) or "yes", citations=best, abstained=False, confidence=0.5)

    def __init__(self, corpus):
        super().__init__(corpus)
        self.given = corpus
