-- What was taken off the lists of days, by whom and with which request: a retry
-- does nothing again, and what an editor took back stays away.
create table retractions (
  paper_id text collate "C" not null,
  -- Empty: the operator.
  reader_id text collate "C" not null,
  request_id text collate "C" not null,
  day date not null,
  by_editor boolean not null,
  at timestamptz not null,
  primary key (paper_id, reader_id, request_id)
);

create index retractions_reader on retractions (reader_id)
  where reader_id <> '';

-- Who is known under a name.
create index claims_author on claims (author, paper_id, reader_id)
  where state = 2;
