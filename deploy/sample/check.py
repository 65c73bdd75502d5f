#!/usr/bin/env python3
"""Checks the shape of the sample corpus.

Every fault is one line on standard error, "file:line: field: rule". The exit
status is 1 when there is a fault, 2 when the file cannot be read, else 0.
"""

import argparse
import datetime
import json
import pathlib
import re
import sys
import unicodedata

PAPERS = 100
SUMMARY_CHARACTERS = range(120, 601)
SUMMARY_SENTENCES = range(2, 4)
# arXiv numbers papers when it announces them: one sent in on the Friday before
# a month begins gets an id of that month (2103.00020 is of 26 February), and a
# holiday can add two days. Old-style ids follow local time: a day at most.
MOST_DAYS_BEFORE = datetime.timedelta(days=5)
MOST_DAYS_AFTER = datetime.timedelta(days=1)
FIRST_DAY = datetime.date(1991, 7, 1)

REQUIRED = ("id", "title", "authors", "categories", "published", "summary")
OPTIONAL = ("doi", "journal_ref")

NEW_ID = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})")
OLD_ID = re.compile(r"([a-z]+(?:-[a-z]+)?)/(\d{2})(\d{2})(\d{3})")
DOI = re.compile(r"10\.\d{4,9}/\S+")
SENTENCE_END = re.compile(r"[.!?](?=\s+[^\sa-z]|$)")

# arXiv's category taxonomy, archive by archive.
TAXONOMY = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech"
                " str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT"
          " LG LO MA MM MS NA NE NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP"
            " NA NT OA OC PR QA RA RT SG SP ST",
    "nlin": "AO CD CG PS SI",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph"
               " comp-ph data-an ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det"
               " med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "stat": "AP CO ME ML OT TH",
}
# Archives without subject classes. Papers of before 2009 and of before 1996
# stand in astro-ph and cond-mat as a whole.
WHOLE_ARCHIVES = {
    "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th",
    "math-ph", "nucl-ex", "nucl-th", "quant-ph",
}
CATEGORIES = WHOLE_ARCHIVES | {
    f"{archive}.{name}"
    for archive, names in TAXONOMY.items() for name in names.split()
}
# Archives that name old-style ids only; their papers have newer categories.
CLOSED_ARCHIVES = {
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "atom-ph", "bayes-an",
    "chao-dyn", "chem-ph", "cmp-lg", "comp-gas", "dg-ga", "funct-an",
    "mtrl-th", "patt-sol", "plasm-ph", "q-alg", "solv-int", "supr-con",
}
OLD_ARCHIVES = WHOLE_ARCHIVES | CLOSED_ARCHIVES | set(TAXONOMY)


def is_text(value):
    """Whether `value` is one trimmed, composed line of printable text."""
    return (isinstance(value, str) and value != ""
            and value == " ".join(value.split())
            and value.isprintable()
            and unicodedata.is_normalized("NFC", value))


def full_year(two_digits):
    return two_digits + (1900 if two_digits >= 91 else 2000)


def month_of_id(paper_id):
    """The first day of the month an id names; None for a malformed id."""
    new, old = NEW_ID.fullmatch(paper_id), OLD_ID.fullmatch(paper_id)
    if old and old[1] not in OLD_ARCHIVES or not (new or old):
        return None
    year, month = (new[1], new[2]) if new else (old[2], old[3])
    if not 1 <= int(month) <= 12:
        return None
    first = datetime.date(full_year(int(year)), int(month), 1)
    # New ids began in April 2007 and got their fifth digit in January 2015.
    if bool(new) != (first >= datetime.date(2007, 4, 1)):
        return None
    if new and len(new[3]) != (5 if first.year >= 2015 else 4):
        return None
    return first


def next_month(first):
    return (first + datetime.timedelta(days=31)).replace(day=1)


def check_id(paper, seen):
    paper_id = paper["id"]
    if not is_text(paper_id) or month_of_id(paper_id) is None:
        yield "id", "must be an arXiv id without version"
    elif paper_id in seen:
        yield "id", f"must be unique, stands already in line {seen[paper_id]}"


def check_published(paper):
    text = paper["published"]
    try:
        day = datetime.date.fromisoformat(text)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != text:
        yield "published", "must be a day, YYYY-MM-DD"
        return
    if not FIRST_DAY <= day <= datetime.date.today():
        yield "published", "must lie between the start of arXiv and today"
    first = month_of_id(str(paper["id"]))
    if first and not (first - MOST_DAYS_BEFORE <= day
                      < next_month(first) + MOST_DAYS_AFTER):
        yield "published", "must lie in or just before the month of the id"


def check_names(paper):
    authors, title = paper["authors"], paper["title"]
    if not is_text(title):
        yield "title", "must be one line of NFC text"
    if not isinstance(authors, list) or not authors:
        yield "authors", "must be a list that is not empty"
    elif not all(is_text(author) for author in authors):
        yield "authors", "must each be one line of NFC text"
    elif len(set(authors)) != len(authors):
        yield "authors", "must not repeat a name"


def check_categories(paper):
    categories = paper["categories"]
    if not isinstance(categories, list) or not categories:
        yield "categories", "must be a list that is not empty"
        return
    for category in categories:
        if not isinstance(category, str) or category not in CATEGORIES:
            yield "categories", f"must not hold {category!r}, not in arXiv's"
    if len({str(category) for category in categories}) != len(categories):
        yield "categories", "must not repeat a category"


def check_summary(paper):
    summary = paper["summary"]
    if not is_text(summary):
        yield "summary", "must be one line of NFC text"
        return
    if len(summary) not in SUMMARY_CHARACTERS:
        yield "summary", "must have 120 to 600 characters"
    if summary[-1] not in ".!?":
        yield "summary", "must end a sentence"
    if len(SENTENCE_END.findall(summary)) not in SUMMARY_SENTENCES:
        yield "summary", "must have two or three sentences"


def check_optional(paper):
    if "doi" in paper and not (
            is_text(paper["doi"]) and DOI.fullmatch(paper["doi"])):
        yield "doi", "must be a DOI without resolver"
    if "journal_ref" in paper and not is_text(paper["journal_ref"]):
        yield "journal_ref", "must be one line of NFC text"


def check_line(line, number, seen):
    """Yields (field, rule) for every fault of one line.

    `seen` maps the ids of the lines before to their numbers.
    """
    try:
        paper = json.loads(line)
    except (ValueError, RecursionError):
        yield "line", "must be JSON"
        return
    if not isinstance(paper, dict):
        yield "line", "must be a JSON object"
        return
    missing = [field for field in REQUIRED if field not in paper]
    for field in missing:
        yield field, "must be present"
    for field in sorted(set(paper) - set(REQUIRED) - set(OPTIONAL)):
        yield field, "must not be present"
    if missing:
        return
    yield from check_id(paper, seen)
    yield from check_published(paper)
    yield from check_names(paper)
    yield from check_categories(paper)
    yield from check_summary(paper)
    yield from check_optional(paper)
    seen.setdefault(str(paper["id"]), number)


def check_text(text):
    """Yields (line number, field, rule) for every fault of the corpus."""
    if not text.endswith("\n"):
        yield text.count("\n") + 1, "line", "must end with a line break"
    lines = text.removesuffix("\n").split("\n")
    seen = {}
    for number, line in enumerate(lines, start=1):
        for field, rule in check_line(line, number, seen):
            yield number, field, rule
    if len(lines) != PAPERS:
        yield len(lines), "line", f"must be one of {PAPERS} lines"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name(
                            "papers.jsonl"))
    path = parser.parse_args().file
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        print(f"{path}:{number}: line: must be UTF-8", file=sys.stderr)
        return 1
    faults = list(check_text(text))
    for number, field, rule in faults:
        print(f"{path}:{number}: {field}: {rule}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
