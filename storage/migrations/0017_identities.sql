-- For whom at an OpenID provider an account opens, besides its password.
create table account_identities (
  issuer text collate "C" not null,
  subject text collate "C" not null,
  reader_id text collate "C" not null,
  label text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (issuer, subject)
);

create index account_identities_reader
  on account_identities (reader_id, created_at);

-- Of links that make an account for such an identity; '' for others.
alter table account_links
  add column issuer text collate "C" not null default '',
  add column subject text collate "C" not null default '',
  add column label text not null default '';
