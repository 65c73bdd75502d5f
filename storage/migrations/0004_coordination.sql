-- Who may do what only one may do. Rows stay, so that fences only grow.
create table leases (
  name text collate "C" primary key,
  owner text not null,
  fence bigint not null,
  expires_at timestamptz not null
);

-- What replicas share.
create table settings (
  name text collate "C" primary key,
  value text not null
);

-- Signs page tokens; an altered token is refused, nothing more depends on it.
insert into settings (name, value)
values ('page_secret', gen_random_uuid()::text || gen_random_uuid()::text);

-- Models and segments.
create table artifacts (
  id text collate "C" primary key,
  kind text not null,
  schema_version integer not null,
  created_at timestamptz not null,
  size bigint not null,
  sha256 bytea not null
);

create index artifacts_newest on artifacts (created_at desc, id);
