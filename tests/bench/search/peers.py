#!/usr/bin/env python3
"""CPU time per query of other engines, best 10 of words joined by OR.

peers.py FOLDER [xapian] [sqlite] [postgres DSN]: FOLDER has texts.tsv and
queries.txt as `broadsheet-search-bench cpu --dump` writes them. Each engine
gets the words as they are, without stems, and its own default ranking; of
PostgreSQL the server's CPU is read from /proc, so it must run here. Needs
python3-xapian, sqlite3 with FTS5, psql.
"""
import os
import re
import sqlite3
import subprocess
import sys
import time

folder = sys.argv[1]


def texts():
    with open(f"{folder}/texts.tsv", encoding="utf-8") as file:
        for line in file:
            yield re.findall(r"\w+", line.lower())


def queries():
    with open(f"{folder}/queries.txt", encoding="utf-8") as file:
        return [line.split() for line in file]


def report(name, built, seconds, count):
    print(f"{name:10} built in {built:6.1f} CPU s; "
          f"{seconds / count * 1e6:9.1f} us CPU a query", flush=True)


def measure(name, built, ask, asked):
    for words in asked[:50]:
        ask(words)
    begin = time.process_time()
    for words in asked:
        ask(words)
    report(name, built, time.process_time() - begin, len(asked))


def xapian_engine():
    import xapian
    begin = time.process_time()
    path = f"{folder}/xapian"
    database = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE)
    for words in texts():
        document = xapian.Document()
        for word in words:
            document.add_term(word)
        database.add_document(document)
    database.commit()
    database.close()
    built = time.process_time() - begin
    enquire = xapian.Enquire(xapian.Database(path))
    enquire.set_weighting_scheme(xapian.BM25Weight())

    def ask(words):
        enquire.set_query(xapian.Query(xapian.Query.OP_OR, words))
        enquire.get_mset(0, 10)

    measure("xapian", built, ask, queries())


def sqlite_engine():
    begin = time.process_time()
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table t using fts5(a, content='')")
    database.executemany("insert into t(a) values (?)",
                         ((" ".join(words),) for words in texts()))
    database.execute("insert into t(t) values ('optimize')")
    built = time.process_time() - begin

    def ask(words):
        match = " OR ".join(f'"{word}"' for word in words)
        database.execute("select rowid from t where t match ? "
                         "order by rank limit 10", (match,)).fetchall()

    measure("sqlite", built, ask, queries()[:200])


def server_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def postgres_engine(dsn):
    psql = subprocess.Popen(["psql", "-XAtq", dsn], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)

    def run(statement):
        psql.stdin.write(statement + ";\nselect 'end';\n")
        psql.stdin.flush()
        lines = []
        while (line := psql.stdout.readline().strip()) != "end":
            lines.append(line)
        return lines

    pid = int(run("select pg_backend_pid()")[0])
    run("set max_parallel_workers_per_gather = 0")
    run("create temp table t (id serial, v tsvector)")
    begin = server_seconds(pid)
    rows = []
    for words in texts():
        rows.append("(to_tsvector('simple','" + " ".join(words) + "'))")
        if len(rows) == 1000:
            run("insert into t(v) values " + ",".join(rows))
            rows = []
    if rows:
        run("insert into t(v) values " + ",".join(rows))
    run("create index on t using gin (v)")
    run("analyze t")
    built = server_seconds(pid) - begin
    begin = server_seconds(pid)
    asked = queries()[:100]
    for words in asked:
        query = " | ".join(words)
        run(f"select id from t, to_tsquery('simple','{query}') q where v @@ q "
            "order by ts_rank(v, q) desc limit 10")
    report("postgres", built, server_seconds(pid) - begin, len(asked))
    psql.stdin.close()


if "xapian" in sys.argv:
    xapian_engine()
if "sqlite" in sys.argv:
    sqlite_engine()
if "postgres" in sys.argv:
    postgres_engine(sys.argv[sys.argv.index("postgres") + 1])
