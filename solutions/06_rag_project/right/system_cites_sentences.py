"""Each citation is the place of the sentence in which the answer stands, or the passage's id where none has it as it is worded."""

# exercise: RagSystem
from rag_matching import stands_in


class RagSystem(RagSystem):
    def answer(self, query):
        answer = super().answer(query)
        return answer | {"citations": [self.place(id, answer["text"]) for id in answer["citations"]]}

    def place(self, id, answer):
        text = readable_text(self.passages[id], self.corpus["transcripts"])
        for start, end in sentence_spans(text):
            if stands_in(answer, text[start:end]):
                return {"passage": id, "start": start, "end": end}
        return id
