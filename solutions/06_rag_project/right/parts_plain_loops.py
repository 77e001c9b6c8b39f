"""Part I in plain loops, sign by sign, without regular expressions or comprehensions where it can do without."""

# exercise: analyze, build_index, bm25_scores, rank, precision_recall, rank_measures, ndcg_at, expand_query, dense_ranking, reciprocal_rank_fusion, rerank, chunk, build_prompt, cited_answer
import math
import operator
import re
import unicodedata

from stop_words import STOP_WORDS


def _stem(term):
    if len(term) > 2 and all("a" <= sign <= "z" for sign in term):
        if term[-3:] == "ies" and term[-4:] not in ("eies", "aies"):
            return term[:-3] + "y"
        if term[-2:] == "es" and term[-3:] not in ("aes", "ees", "oes"):
            return term[:-1]
        if term[-1:] == "s" and term[-2:] not in ("us", "ss"):
            return term[:-1]
    elif all("א" <= sign <= "ת" for sign in term):
        first = 0
        while first < len(term) - 3 and term[first] in {"ו", "ה", "ב", "ל", "כ", "מ", "ש"}:
            first += 1
        return term[first:]
    return term


def analyze(text):
    signs = [sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn"]
    text = "".join(signs).casefold()
    kept = ""
    for i, sign in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if sign.isalnum():
            kept += sign
        elif sign in QUOTES and before.isalpha() and after.isalpha():
            continue
        elif sign in ".,:" and before.isdigit() and after.isdigit():
            kept += sign
        else:
            kept += " "
    return [_stem(word) for word in kept.split(" ") if word and word not in STOP_WORDS]


def build_index(documents):
    postings, lengths = {}, {}
    for name in documents:
        lengths[name] = 0
        for term in documents[name]:
            lengths[name] += 1
            if term not in postings:
                postings[term] = {}
            postings[term][name] = postings[term].get(name, 0) + 1
    return {"postings": postings, "lengths": lengths}


def idf(index, term):
    n = len(index["postings"][term]) if term in index["postings"] else 0
    N = len(index["lengths"])
    return math.log((N + 1) / (n + 0.5))  # 1 + (N - n + 0.5) / (n + 0.5), on one fraction line


def bm25_scores(index, terms, k1=1.5, b=0.75):
    scores = {}
    total = sum(index["lengths"].values())
    for name, length in index["lengths"].items():
        score, shared = 0.0, False
        for term in terms:
            tf = index["postings"].get(term, {}).get(name, 0)
            if tf:
                shared = True
                part = (1 - b) + b * length * len(index["lengths"]) / total
                score += idf(index, term) / (1 + k1 * part / tf)
        if shared:
            scores[name] = score
    return scores


def rank(scores, k=None):
    ids = sorted(scores)
    ids.sort(key=scores.get, reverse=True)  # sort is stable, also backwards: equal scores stay in the order of the ids
    return ids if k is None else ids[:k]


def precision_at(ranking, relevance, k, least=1):
    found = 0
    for place in range(k):
        if place < len(ranking) and ranking[place] in relevance and relevance[ranking[place]] >= least:
            found += 1
    return found / k


def recall_at(ranking, relevance, k, least=1):
    found, wanted = 0, 0
    for name, grade in relevance.items():
        if grade >= least:
            wanted += 1
            if name in ranking[:k]:
                found += 1
    if wanted == 0:
        return 0.0
    return found / wanted


def reciprocal_rank(ranking, relevance, least=1):
    return max([1 / (i + 1) for i, name in enumerate(ranking) if relevance.get(name, 0) >= least] + [0.0])


def average_precision(ranking, relevance, least=1):
    relevant = [name for name in relevance if relevance[name] >= least]
    total = 0.0
    for name in relevant:
        if name in ranking:
            upto = ranking[: ranking.index(name) + 1]
            total += len([other for other in upto if other in relevant]) / len(upto)
    return total / max(len(relevant), 1)


def mean_over_queries(measure, rankings, judgements):
    total, count = 0.0, 0
    for query in judgements:
        count += 1
        total += measure(rankings.get(query, []), judgements[query])
    return total / count if count else 0.0


def ndcg_at(ranking, relevance, k):
    def dcg(grades):
        total = 0.0
        for i in range(min(k, len(grades))):
            total += grades[i] * math.log(2) / math.log(i + 2)
        return total

    ideal = dcg(sorted(relevance.values())[::-1])
    return 0.0 if ideal == 0 else dcg([relevance.get(name, 0) for name in ranking]) / ideal


def expand_query(index, terms, feedback, n_terms):
    candidates = []
    for term in sorted(index["postings"]):
        if term in terms:
            continue
        weight = 0.0
        for name in feedback:
            tf = index["postings"][term].get(name, 0)
            if tf:
                weight += tf / index["lengths"][name] * idf(index, term)
        if weight > 0:
            candidates.append((term, weight))
    candidates.sort(key=lambda pair: pair[1], reverse=True)
    return [*terms, *(term for term, _ in candidates[:n_terms])]


def dense_ranking(query_vector, vectors, ids, k):
    pairs, asked = [], query_vector.tolist()
    whole = math.hypot(*asked)
    for name, row in zip(ids, vectors.tolist(), strict=True):
        dot = sum(map(operator.mul, row, asked))
        lengths = math.hypot(*row) * whole
        pairs.append((name, dot / lengths if lengths else 0.0))
    pairs.sort()
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


def reciprocal_rank_fusion(rankings, k=60):
    ids = {name for ranking in rankings for name in ranking}
    return {
        name: math.fsum(1 / (k + 1 + ranking.index(name)) for ranking in rankings if name in ranking)
        for name in sorted(ids)
    }


def pair_input(question, passage, longest):
    ids, types = [101], [0]
    for one in question:
        ids.append(one)
        types.append(0)
    ids.append(102)
    types.append(0)
    for one in passage:
        if len(ids) < longest - 1:
            ids.append(one)
            types.append(1)
    ids.append(102)
    types.append(1)
    return ids, types


def rerank(ranking, score, depth):
    head, new = [], []
    for place in range(min(depth, len(ranking))):
        head.append((score(ranking[place]), place))
    while head:
        best = head[0]
        for pair in head[1:]:
            if pair[0] > best[0]:
                best = pair
        head.remove(best)
        new.append(ranking[best[1]])
    for place in range(len(new), len(ranking)):
        new.append(ranking[place])
    return new


def sentence_spans(text):
    spans, start = [], None
    for i, sign in enumerate(text):
        if sign.isspace():
            if start is not None and sign == "\n":
                spans.append((start, start + len(text[start:i].rstrip())))
                start = None
            continue
        if start is None:
            start = i
        if sign in ".?!" and (i + 1 == len(text) or text[i + 1].isspace()):
            spans.append((start, i + 1))
            start = None
    if start is not None:
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


def chunk(text, max_words, overlap=1):
    pieces = []
    for start, end in sentence_spans(text):
        count, begin, i = 0, start, start
        while i < end:
            while i < end and text[i].isspace():
                i += 1
            if count == max_words:
                pieces.append((begin, last, count))
                begin, count = i, 0
            while i < end and not text[i].isspace():
                i += 1
            count, last = count + 1, i
        pieces.append((begin, last, count))
    chunks, current = [], []
    for piece in pieces:
        if sum(p[2] for p in current) + piece[2] > max_words:
            chunks.append((current[0][0], current[-1][1]))
            current = current[len(current) - overlap :] if overlap < len(current) else current[:]
            while sum(p[2] for p in current) + piece[2] > max_words:
                current.pop(0)
        current.append(piece)
    if current:
        chunks.append((current[0][0], current[-1][1]))
    return chunks


def build_prompt(question, passages, max_words):
    top = "You are given sources. If none of them says what is asked, write: I don't know. Otherwise answer and cite."
    words = len(top.split()) + len(question.split())
    prompt = top + "\n"
    for i in range(len(passages)):
        source = "[" + str(i + 1) + "] " + " ".join(passages[i].split())
        words += len(source.split())
        if words > max_words:
            break
        prompt += source + "\n"
    return prompt + question


def coverage(question_terms, sentence_terms, weights):
    covered, whole, seen = 0.0, 0.0, []
    for term in question_terms:
        if term not in seen:
            seen.append(term)
            whole += weights[term]
            if term in sentence_terms:
                covered += weights[term]
    return covered / whole if whole else 0.0


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    chosen, highest = None, 0.0
    for candidate in sentences:
        if wanted is not None and re.search(wanted, candidate[1]) is None:
            continue
        share = coverage(question_terms, candidate[2], weights)
        if share > highest:
            chosen, highest = candidate, share
    if chosen is None or highest < threshold:
        return {"text": "", "citations": [], "abstained": True, "confidence": 0.0}
    text = chosen[1] if wanted is None else re.search(wanted, chosen[1])[0]
    return {"text": text, "citations": [chosen[0]], "abstained": False, "confidence": highest}
