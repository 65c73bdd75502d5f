-- Models and segments have bytes, in chunks of their own rows: writing one
-- takes many short transactions. Until it is complete nobody sees it.
alter table artifacts
  add column complete boolean not null default false,
  -- Of the upload: when it was begun or a chunk came last.
  add column touched_at timestamptz not null default '-infinity',
  -- When it became the one of its kind; the latest is in use.
  add column promoted_at timestamptz,
  -- A serialized Artifact: what its columns do not say.
  add column details bytea not null default '';

create table artifact_chunks (
  artifact_id text collate "C" not null,
  number integer not null,
  data bytea not null,
  primary key (artifact_id, number)
);

-- Models do not compress.
alter table artifact_chunks alter column data set storage external;

-- What a request_id stands for: the artifact it made, promoted or went back to.
create table artifact_requests (
  request_id text collate "C" primary key,
  artifact_id text collate "C" not null
);

-- Which artifact of a kind is in use. The row orders promotions.
create table promotions (
  kind text collate "C" primary key,
  artifact_id text collate "C" not null,
  promoted_at timestamptz not null
);

-- Deleted ones stay, so that revisions only grow.
create table editions (
  name text collate "C" primary key,
  revision bigint not null,
  deleted boolean not null,
  -- A serialized Edition.
  record bytea not null
);
