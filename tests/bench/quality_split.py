"""Divides libraries for quality_services.sh, and scores its lists.

split PROTOCOL SHARED WORK SEED: writes ids.jsonl or papers.jsonl, events.jsonl,
later-papers.jsonl and later.jsonl (after the training), asked (readers or
papers), wanted.json, and candidates.
score WORK: recall@20, recall@300 and nDCG@20, the means over those asked.
mean SCORES: the means over seeds, with 95 % intervals.
"""
import gzip
import json
import math
import pathlib
import random
import statistics
import sys


def read_libraries(path):
    """The paper numbers of each line: a count, then numbers."""
    with open(path) as lines:
        return [[int(n) for n in line.split()[1:]] for line in lines]


def write_events(path, libraries, source):
    with open(path, "w") as out:
        for reader, papers in libraries:
            for paper in papers:
                event = {
                    "event_id": f"s{paper}", "reader": f"r{reader}",
                    "paper": f"{source}:{paper}", "kind": "save",
                    "at": "2026-01-01T00:00:00Z",
                }
                out.write(json.dumps(event) + "\n")


def hold_out(libraries, part, rng):
    """(kept, held out) of each library: a fifth of three papers is one, of two
    none."""
    result = []
    for papers in libraries:
        papers = papers[:]
        rng.shuffle(papers)
        count = round(part * len(papers))
        result.append((papers[count:], papers[:count]))
    return result


def split_cold(libraries, count, rng):
    cold = set(rng.sample(range(count), count // 5))
    parts = [([p for p in papers if p not in cold],
              [p for p in papers if p in cold]) for papers in libraries]
    return parts, cold


def split(protocol, shared, work, seed):
    rng = random.Random(seed)
    kind = protocol[-1]
    source = f"citeulike-{kind}"
    folder = pathlib.Path(shared) / source
    work = pathlib.Path(work)
    libraries = read_libraries(folder / "users.dat")
    for name in ("papers.jsonl", "later-papers.jsonl", "ids.jsonl",
                 "later.jsonl", "candidates"):
        (work / name).write_text("")
    if kind == "t":
        with gzip.open(folder / "papers.jsonl.gz", "rt") as lines:
            papers = list(lines)
        count = len(papers)
    else:
        count = 1 + max(max(papers) for papers in libraries if papers)
        (work / "ids.jsonl").write_text("".join(
            json.dumps({"id": f"{source}:{n}"}) + "\n" for n in range(count)))
    cold = set()
    if protocol.startswith(("cold", "late")):
        parts, cold = split_cold(libraries, count, rng)
    elif protocol.startswith("similar"):
        parts = [(papers, []) for papers in libraries]
    else:
        parts = hold_out(libraries, 0.2, rng)
    if kind == "t":
        late = cold if protocol.startswith("late") else set()
        for name, some in (("papers.jsonl", lambda n: n not in late),
                           ("later-papers.jsonl", lambda n: n in late)):
            (work / name).write_text("".join(
                line for n, line in enumerate(papers) if some(n)))
    readers = list(range(len(libraries)))
    new = set(rng.sample(readers, len(readers) // 5)) \
        if protocol.startswith("new") else set()
    write_events(work / "events.jsonl",
                 [(r, parts[r][0]) for r in readers if r not in new], source)
    write_events(work / "later.jsonl",
                 [(r, parts[r][0]) for r in readers if r in new], source)
    (work / "candidates").write_text(
        "".join(f"{source}:{n}\n" for n in sorted(cold)))
    if protocol.startswith("similar"):
        wanted = {}
        for line in open(folder / "citations.dat"):
            paper, *linked = line.split()
            wanted[f"{source}:{paper}"] = [f"{source}:{n}" for n in linked]
    else:
        wanted = {f"r{r}": [f"{source}:{n}" for n in parts[r][1]]
                  for r in readers if parts[r][1] and parts[r][0]
                  and (not new or r in new)}
    (work / "wanted.json").write_text(json.dumps(wanted))
    (work / "asked").write_text("".join(f"{who}\n" for who in wanted))


def score(work):
    work = pathlib.Path(work)
    wanted = json.loads((work / "wanted.json").read_text())
    rows = {}
    for line in open(work / "lists.jsonl"):
        answer = json.loads(line)
        truth = set(wanted[answer["reader"]])
        ids = [paper["id"] for paper in answer["papers"]]
        hits = [place for place, paper in enumerate(ids) if paper in truth]
        gain = sum(1 / math.log2(place + 2) for place in hits if place < 20)
        best = sum(1 / math.log2(place + 2)
                   for place in range(min(20, len(truth))))
        rows[answer["reader"]] = (
            sum(place < 20 for place in hits) / len(truth),
            sum(place < 300 for place in hits) / len(truth), gain / best)
    missing = [(0, 0, 0)] * (len(wanted) - len(rows))
    means = [statistics.fmean(column)
             for column in zip(*list(rows.values()) + missing)]
    print("recall@20 %.4f recall@300 %.4f ndcg@20 %.4f" % tuple(means),
          "asked", len(wanted), flush=True)


# Of Student's t, 95 %, for 2 to 10 seeds.
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)


def spread(column):
    """Half of the 95 % interval of the mean; nothing for one seed."""
    if len(column) < 2:
        return ""
    t = STUDENT[min(len(column), 10) - 2]
    return " +- %.4f" % (t * statistics.stdev(column) / math.sqrt(len(column)))


def mean(path):
    rows = [[float(word) for word in line.split()[1:6:2]]
            for line in open(path)]
    names = ("recall@20", "recall@300", "ndcg@20")
    for name, column in zip(names, zip(*rows)):
        print("%s %.4f%s" % (name, statistics.fmean(column), spread(column)),
              end="  ")
    print("seeds", len(rows))


if __name__ == "__main__":
    if sys.argv[1] == "split":
        split(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
    elif sys.argv[1] == "score":
        score(sys.argv[2])
    else:
        mean(sys.argv[2])
