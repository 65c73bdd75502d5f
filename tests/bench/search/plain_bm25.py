#!/usr/bin/env python3
"""Plain BM25 (k1 0.9, b 0.4) over title and abstract, Porter's stems, Lucene's
33 stop words: what the engine is measured against. Shares no code with it.

plain_bm25.py PAPERS.jsonl QUERIES.tsv [LIMIT] > RUN.tsv

Needs python3-snowballstemmer.
"""
import collections
import heapq
import json
import math
import re
import sys

import snowballstemmer

K1 = 0.9
B = 0.4
STOP = set("""a an and are as at be but by for if in into is it no not of on or
such that the their then there these they this to was will with""".split())

stemmer = snowballstemmer.stemmer("porter")
stems = {}


def terms_of(text):
    terms = []
    for word in re.findall(r"[^\W_]+", text.lower()):
        if word in STOP:
            continue
        if word not in stems:
            stems[word] = stemmer.stemWord(word)
        terms.append(stems[word])
    return terms


def main():
    postings = collections.defaultdict(list)
    ids = []
    lengths = []
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            paper = json.loads(line)
            # Authors too: the queries of known items name some.
            text = " ".join([paper["title"], paper["abstract"]] +
                            list(paper.get("authors", [])))
            counts = collections.Counter(terms_of(text))
            for term, count in counts.items():
                postings[term].append((len(ids), count))
            ids.append(paper["id"])
            lengths.append(sum(counts.values()))
    mean = sum(lengths) / len(lengths)
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            name, text = line.rstrip("\n").split("\t", 1)
            scores = collections.defaultdict(float)
            for term in terms_of(text):
                found = postings.get(term, ())
                idf = math.log(1 + (len(ids) - len(found) + 0.5) /
                               (len(found) + 0.5))
                for doc, count in found:
                    norm = K1 * (1 - B + B * lengths[doc] / mean)
                    scores[doc] += idf * count / (count + norm)
            best = heapq.nlargest(limit, scores.items(),
                                  key=lambda hit: (hit[1], -hit[0]))
            for doc, score in best:
                print(f"{name}\t{ids[doc]}\t{score:.6f}")


main()
