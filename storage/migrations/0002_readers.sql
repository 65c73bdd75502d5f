-- Everything of a reader is keyed, and can be distributed, by the reader. No
-- foreign key leads from here to papers: they may live on other nodes.
create table readers (
  reader_id text collate "C" primary key,
  created_at timestamptz not null
);

-- What readers did. Rows are only ever added.
create table events (
  reader_id text collate "C" not null,
  event_id text collate "C" not null,
  paper_id text collate "C" not null,
  kind smallint not null,
  at timestamptz not null,
  target text not null,
  value double precision not null,
  list text not null,
  position integer not null,
  arm text not null,
  model text not null,
  request text not null,
  primary key (reader_id, event_id)
);

-- How a reader stands to a subject (a paper, an author, a category) in one
-- aspect (1 vote, 2 save, 3 dislike, 4 hide, 5 follow, 6 seen), as the latest
-- event by (at, event_id) left it. was_on is the value before the last change:
-- it tells the writer of that change what to add to the counters.
create table standings (
  reader_id text collate "C" not null,
  aspect smallint not null,
  subject text collate "C" not null,
  is_on boolean not null,
  was_on boolean not null,
  at timestamptz not null,
  event_id text collate "C" not null,
  primary key (reader_id, aspect, subject)
);

create index standings_library on standings (reader_id, at desc, subject)
  where aspect = 2 and is_on;

-- Papers on the lists of days.
create table submissions (
  paper_id text collate "C" not null,
  day date not null,
  submitter text collate "C" not null,
  at timestamptz not null,
  score double precision not null,
  automatic boolean not null,
  primary key (paper_id, day)
);

create index submissions_day on submissions (day, paper_id);

-- What each request_id submitted, so that a retry answers the same.
create table submission_requests (
  submitter text collate "C" not null,
  request_id text collate "C" not null,
  paper_id text collate "C" not null,
  day date not null,
  primary key (submitter, request_id)
);

create table tokens (
  sha256 bytea primary key,
  reader_id text collate "C" not null,
  label text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
