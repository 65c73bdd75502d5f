-- Papers, keyed by their id, which is also the column to distribute them by.
-- Every key column compares bytewise, so that SQL and C++ agree on the order.
create table papers (
  id text collate "C" primary key,
  title text not null default '',
  abstract text not null default '',
  authors text[] not null default '{}',
  categories text[] not null default '{}',
  comment text not null default '',
  -- Unknown days are -infinity: they sort behind all others.
  published date not null default '-infinity',
  announced date not null default '-infinity',
  updated date not null default '-infinity',
  doi text not null default '',
  journal_ref text not null default '',
  license text not null default '',
  source text not null default '',
  withdrawn boolean not null default false,
  bare boolean not null default false,
  -- Derived from events and submissions.
  upvotes bigint not null default 0,
  num_comments bigint not null default 0,
  submitted_at timestamptz,
  submitted_by text not null default '',
  -- Grows with every change of the row: the guard of optimistic writes.
  revision bigint not null default 1,
  first_seen timestamptz
);

create index papers_announced on papers (announced desc, id);
create index papers_categories on papers using gin (categories);
create index papers_authors on papers using gin (authors);
create index papers_withdrawn on papers (id) where withdrawn;

-- Records that ingestion refused.
create table dead_letters (
  id text collate "C" primary key,
  source text not null,
  file_name text not null,
  record bigint not null,
  paper_id text not null,
  field text not null,
  rule text not null,
  excerpt text not null,
  at timestamptz not null
);

create index dead_letters_newest on dead_letters (at desc, id);
