"""The whole passage is the answer

The passage that you return holds the answer, and thirty other words. Return what was asked for and nothing else: "09:40",
not the notice in which it stands.
"""

# exercise: RagSystem
from rag_contract import Answer, abstention, readable_text


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        super().__init__(corpus)
        self.says = {one["id"]: readable_text(one, corpus["transcripts"]) for one in corpus["passages"]}

    def answer(self, query):
        best = self.retrieve(query, 1)
        if not best:
            return abstention()
        return Answer(text=self.says[best[0]], citations=best, abstained=False, confidence=1.0)
