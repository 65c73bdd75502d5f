-- The change feed: written in the transaction of the change, read only below
-- the visibility horizon, in the order of the key.
create table changes (
  xid xid8 not null default pg_current_xact_id(),
  -- Number within the transaction, given by its writer.
  ordinal integer not null,
  -- A serialized broadsheet.internal.v1.Change.
  payload bytea not null,
  primary key (xid, ordinal)
);

-- Most payloads are about as long as the limit for compression, and are read
-- once or twice: compressing them costs more than it saves.
alter table changes alter column payload set storage external;

create table feed_state (
  id integer primary key check (id = 1),
  -- Names this history; another one begins when `origin` is found changed.
  epoch text not null,
  -- The cluster and database that the transaction numbers belong to.
  origin text not null,
  -- Changes of transactions below it may be gone.
  trimmed_below xid8 not null
);

insert into feed_state (id, epoch, origin, trimmed_below)
values (1, gen_random_uuid()::text, '', '0');
