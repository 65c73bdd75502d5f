-- What a paper has from its sources beyond the columns of 0001. Nothing in SQL
-- asks for these fields, and one value costs a bulk write a fraction of what
-- five arrays would.
alter table papers
  -- A serialized broadsheet.v1.Paper with versions, links, keywords, summary
  -- and signals alone.
  add column details bytea not null default '',
  -- How much the source of each field is to be believed: see
  -- storage/precedence.h.
  add column precedence bytea not null default '',
  -- The paper that this record was found to be.
  add column merged_into text collate "C" not null default '';

-- Other names of papers: "doi:10.1/x" in lower case, and ids under which other
-- sources know them.
create table aliases (
  alias text collate "C" primary key,
  paper_id text collate "C" not null
);

-- arXiv's record of a paper, whose id has no colon, before another's.
insert into aliases (alias, paper_id)
select distinct on (alias) alias, id
from (
  select ('doi:' || lower(doi collate "C")) collate "C" as alias, id
  from papers
  where octet_length(doi) between 1 and 500
    and doi not ilike '10.48550/arxiv.%'
  union all
  select lower(id), id from papers where id like 'doi:%'
) as named
order by alias, strpos(id, ':') > 0, id;

-- How far long work has come: names and values mean nothing to storage.
create table checkpoints (
  name text collate "C" primary key,
  value bytea not null,
  revision bigint not null,
  changed_at timestamptz not null
);

alter table dead_letters
  -- A number of broadsheet.v1.InputFormat.
  add column format integer not null default 0,
  add column ids_only boolean not null default false,
  add column complete boolean not null default false,
  add column event boolean not null default false;
