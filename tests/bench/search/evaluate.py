#!/usr/bin/env python3
"""Scores runs ("QUERY<TAB>PAPER<TAB>SCORE" a line, best first).

evaluate.py judged QRELS.tsv BASE.tsv RUN.tsv...
  nDCG@10 and recall@100 over the judged queries, with the difference to BASE
  and its 95 % interval (paired bootstrap, 2,000 samples, seed 1).
evaluate.py known RUN.tsv...
  How often the paper that a query is named after is first, or in the first ten.
"""
import collections
import math
import random
import sys


def read_run(path):
    run = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for line in file:
            query, paper, _ = line.rstrip("\n").split("\t")
            run[query].append(paper)
    return run


def read_qrels(path):
    judged = collections.defaultdict(dict)
    with open(path, encoding="utf-8") as file:
        next(file)
        for line in file:
            query, paper, score = line.split()
            if int(score) > 0:
                judged[query][paper] = int(score)
    return judged


def ndcg(found, relevant):
    gain = sum((2 ** relevant.get(p, 0) - 1) / math.log2(i + 2)
               for i, p in enumerate(found[:10]))
    best = sorted(relevant.values(), reverse=True)[:10]
    return gain / sum((2 ** g - 1) / math.log2(i + 2)
                      for i, g in enumerate(best))


def interval(differences):
    rng = random.Random(1)
    size = len(differences)
    means = sorted(sum(rng.choices(differences, k=size)) / size
                   for _ in range(2000))
    return means[50], means[1949]


def judged(qrels, paths):
    relevant = read_qrels(qrels)
    base = None
    for path in paths:
        run = read_run(path)
        scores = [ndcg(run[q], relevant[q]) for q in relevant]
        recall = [len(set(run[q][:100]) & set(relevant[q])) / len(relevant[q])
                  for q in relevant]
        base = base or scores
        low, high = interval([a - b for a, b in zip(scores, base)])
        print(f"{path.split('/')[-1]:32} nDCG@10 {sum(scores)/len(scores):.4f}"
              f"  recall@100 {sum(recall)/len(recall):.4f}"
              f"  difference {sum(scores)/len(scores)-sum(base)/len(base):+.4f}"
              f" [{low:+.4f}, {high:+.4f}]")


def known(paths):
    for path in paths:
        run = read_run(path)
        kinds = collections.defaultdict(lambda: [0, 0, 0])
        names = path.rsplit("/", 1)[0] + "/known.tsv"
        with open(names, encoding="utf-8") as file:
            for line in file:
                query = line.split("\t")[0]
                kind, paper = query.split("-", 1)[0], query.split(":", 1)[1]
                for row in (kinds[kind], kinds["all"]):
                    row[0] += 1
                    row[1] += run[query][:1] == [paper]
                    row[2] += paper in run[query][:10]
        print(path.split("/")[-1], " ".join(
            f"{kind}: {first/of:.0%} / {ten/of:.0%};"
            for kind, (of, first, ten) in kinds.items()))


if sys.argv[1] == "judged":
    judged(sys.argv[2], sys.argv[3:])
else:
    known(sys.argv[2:])
