"""The sentence beside it is cited

The passage is the right one, and the place in it is its first sentence, wherever the answer stands. Whoever follows the citation reads
something else. Carry start and end along with each sentence that you read.
"""

# exercise: RagSystem


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def answer(self, query):
        answer = super().answer(query)
        return answer | {"citations": [self.place(id) for id in answer["citations"]]}

    def place(self, id):
        start, end = sentence_spans(readable_text(self.passages[id], self.corpus["transcripts"]))[0]
        return {"passage": id, "start": start, "end": end}
