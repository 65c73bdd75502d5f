-- Where the change feed stood at some times, one row a minute: what is below
-- the horizon was written by then. By these rows the feed is trimmed by age.
create table feed_marks (
  at timestamptz primary key,
  horizon xid8 not null
);

-- By these everything of a reader is found, to be exported or erased.
create index submissions_submitter on submissions (submitter, paper_id, day);
create index tokens_reader on tokens (reader_id);
