#!/usr/bin/env python3
"""Makes queries for papers that somebody remembers, from JSON lines of papers.

known_items.py PAPERS.jsonl > QUERIES.tsv

Prints 50 of each of four kinds, "KIND-N:PAPER<TAB>TEXT" a line, the same for
the same file: some words of the title; the same with one typo; an author's
family name and a word of the title; words of the abstract that are not in the
title.
"""
import json
import random
import re
import sys

SEED = 20260
EACH = 50
STOP = set("""a an and are as at be but by for from if in into is it its no not
of on or such that the their then there these they this to was we will with our
can which have has using via towards toward based how what when do does""".split())


def words_of(text):
    found = re.findall(r"[A-Za-z][A-Za-z0-9]*", text)
    return [w for w in found if len(w) > 2 and w.lower() not in STOP]


def typo(rng, word):
    """One letter exchanged with its neighbour, dropped, doubled or replaced."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind == 1:
        return word[:at] + word[at + 1:]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1:]


def title_words(rng, paper, count=4):
    words = words_of(paper["title"])
    if len(set(words)) < count:
        return None
    chosen = sorted(rng.sample(range(len(words)), count))
    return [words[i] for i in chosen]


def by_title(rng, paper):
    words = title_words(rng, paper)
    return words and " ".join(words)


def by_typo(rng, paper):
    words = title_words(rng, paper)
    if not words:
        return None
    long = [i for i, w in enumerate(words) if len(w) >= 6]
    if not long:
        return None
    at = rng.choice(long)
    words[at] = typo(rng, words[at])
    return " ".join(words)


def by_author(rng, paper):
    words = words_of(paper["title"])
    if not paper["authors"] or not words:
        return None
    name = rng.choice(paper["authors"][:5])
    word = max(words, key=lambda w: (len(w), w))
    return f"{name} {word}"


def by_abstract(rng, paper):
    title = {w.lower() for w in words_of(paper["title"])}
    words = [w for w in words_of(paper["abstract"]) if w.lower() not in title]
    if len(words) < 20:
        return None
    begin = rng.randrange(len(words) - 6)
    return " ".join(words[begin:begin + 6])


def main():
    rng = random.Random(SEED)
    with open(sys.argv[1], encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    for kind, make in (("title", by_title), ("typo", by_typo),
                       ("author", by_author), ("abstract", by_abstract)):
        made = 0
        while made < EACH:
            paper = rng.choice(papers)
            query = make(rng, paper)
            if query:
                made += 1
                print(f"{kind}-{made}:{paper['id']}\t{query}")


main()
