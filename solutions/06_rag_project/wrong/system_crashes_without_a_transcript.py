"""A missing transcript is an exception

Not every picture and every recording has a transcript, and a corpus may be empty. `readable_text` returns an empty text
then; an index into the transcripts raises KeyError, and the question is lost.
"""

# exercise: RagSystem
from rag_contract import content_hash


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        super().__init__(corpus)
        self.read = corpus["transcripts"]
        self.shortest = min(len(one["text"]) for one in corpus["passages"])

    def answer(self, query):
        for content in (query["image"], query["recording"]):
            if content:
                self.read[content_hash(content)]
        return super().answer(query)
