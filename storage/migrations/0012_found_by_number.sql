-- Authors are found by a number made of their name: an index of names costs a
-- bulk load more than the rest of a row, one of numbers is a third of its size.
-- The number is the first four bytes of the name's SHA-256, the highest first:
-- see storage/author_key.h. Two names may share one, so queries ask for both.
create function author_keys(names text[]) returns integer[]
language sql immutable as $$
  select coalesce(array_agg((get_byte(digest, 0) << 24)
                            | (get_byte(digest, 1) << 16)
                            | (get_byte(digest, 2) << 8)
                            | get_byte(digest, 3) order by place), '{}')
  from unnest(names) with ordinality as named (name, place),
       lateral (select sha256(convert_to(name, 'UTF8')) as digest) as hashed
$$;

alter table papers add column author_keys integer[];
-- Written once, in place: an update would leave every old row behind.
alter table papers alter column author_keys type integer[]
  using author_keys(authors);
alter table papers alter column author_keys set default '{}',
  alter column author_keys set not null;
drop function author_keys(text[]);

drop index papers_authors;
-- New entries wait in a list until storage has them merged, in the background
-- (storage/index_keeper.h): whoever writes the one that fills the list would do
-- so within its transaction.
create index papers_author_keys on papers using gin (author_keys)
  with (gin_pending_list_limit = 262144);

-- What was found to be another paper: votes, saves and submissions have yet to
-- follow it there (storage/absorber.h).
create table absorptions (
  paper_id text collate "C" primary key,
  into_id text collate "C" not null
);

insert into absorptions (paper_id, into_id)
select id, merged_into from papers where merged_into <> '';

create index papers_merged_into on papers (merged_into)
  where merged_into <> '';
-- "Seen" (6) is most of the table, and stays where it is.
create index standings_subject on standings (subject) where aspect <> 6;

-- Who a change names, so that an erasure finds it. A filter for each range of
-- pages costs a writer nothing, as storage makes it in the background.
alter table changes add column reader_id text collate "C";
create index changes_reader on changes using brin (reader_id text_bloom_ops);

-- Changes of earlier transactions do not tell.
alter table feed_state add column readers_since xid8 not null default '0';
update feed_state set readers_since = pg_current_xact_id();
