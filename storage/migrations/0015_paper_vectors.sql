-- What embedding servers made of papers' texts: one vector for each paper and
-- encoder.
create table paper_vectors (
  paper_id text collate "C" not null,
  encoder text collate "C" not null,
  -- The bits of a number without a sign.
  text_hash bigint not null,
  scale real not null,
  data bytea not null,
  primary key (paper_id, encoder)
);

-- Vectors do not compress.
alter table paper_vectors alter column data set storage external;

-- An encoder's vectors are found by this, to be deleted.
create index paper_vectors_encoder on paper_vectors (encoder, paper_id);

-- Whoever writes vectors of an encoder holds its row, which stays when they are
-- deleted, so that `written_by` only grows.
create table encoders (
  encoder text collate "C" primary key,
  -- Of each vector. 0: there are none, and followers of the feed know that.
  dimension integer not null,
  vectors bigint not null,
  -- The last transaction that wrote to its vectors. One with a lower number may
  -- not do so any more: the change feed has its changes before those.
  written_by xid8 not null
);
