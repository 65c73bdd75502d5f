#!/usr/bin/env python3
"""Makes the inputs of the search benchmarks: prepare.py DATA FOLDER.

FOLDER/scifact.jsonl, arxiv.jsonl and mixed.jsonl (both) have papers as JSON of
v1.Paper; scifact.tsv has the judged queries.
"""
import gzip
import json
import os
import sys

data, folder = sys.argv[1:3]


def scifact():
    with gzip.open(f"{data}/scifact/corpus.jsonl.gz", "rt",
                   encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield {"id": f"scifact:{row['id']}", "title": row["title"],
                   "abstract": row["abstract"]}


def arxiv():
    with gzip.open(f"{data}/arxiv/papers.jsonl.gz", "rt",
                   encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield {"id": row["id"], "title": row["title"],
                   "abstract": row["abstract"], "authors": row["authors"],
                   "categories": [c for c in row["categories"] if " " not in c],
                   "announced": row["first_seen"]}


def write(name, papers):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        for paper in papers:
            file.write(json.dumps(paper, ensure_ascii=False) + "\n")


os.makedirs(folder, exist_ok=True)
write("scifact.jsonl", scifact())
write("arxiv.jsonl", arxiv())
write("mixed.jsonl", [*scifact(), *arxiv()])
judged = set()
with open(f"{data}/scifact/qrels_train.tsv", encoding="utf-8") as file, \
        open(f"{folder}/qrels.tsv", "w", encoding="utf-8") as out:
    out.write(next(file))
    for line in file:
        query, paper, score = line.split()
        judged.add(query)
        out.write(f"{query}\tscifact:{paper}\t{score}\n")
with open(f"{data}/scifact/queries.jsonl", encoding="utf-8") as file, \
        open(f"{folder}/scifact.tsv", "w", encoding="utf-8") as out:
    for line in file:
        row = json.loads(line)
        if row["_id"] in judged:
            out.write(f"{row['_id']}\t{row['text']}\n")
