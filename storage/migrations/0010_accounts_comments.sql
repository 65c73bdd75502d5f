-- Accounts of readers. Names are the readers' ids; addresses are in lower case.
create table accounts (
  reader_id text collate "C" primary key,
  email text collate "C" not null,
  password_hash text not null,
  -- A number of broadsheet.v1.Role.
  role smallint not null,
  created_at timestamptz not null
);

create unique index accounts_email on accounts (email) where email <> '';

-- Readers whose writes are refused, with or without an account.
create table bans (
  reader_id text collate "C" primary key,
  reason text not null,
  at timestamptz not null
);

-- What links in mails, and invitations, stand for until they are used.
create table account_links (
  sha256 bytea primary key,
  -- A number of broadsheet.internal.v1.LinkKind.
  kind smallint not null,
  reader_id text collate "C" not null,
  email text collate "C" not null,
  password_hash text not null,
  role smallint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index account_links_email on account_links (email, created_at);
create index account_links_expiry on account_links (expires_at);

-- How often somebody tried to sign in, by account and by address.
create table sign_in_tries (
  key text collate "C" primary key,
  tries integer not null,
  locked_until timestamptz not null,
  at timestamptz not null
);

create index sign_in_tries_at on sign_in_tries (at);

-- A session is a token that is listed, and ends, apart from the others.
alter table tokens
  add column session boolean not null default false,
  -- A bit for each number of broadsheet.v1.TokenScope; 0: everything.
  add column scopes integer not null default 0,
  add column expires_at timestamptz not null default 'infinity';

-- Where a saved paper lies in the library; of other aspects always ''.
alter table standings add column folder text collate "C" not null default '';

-- What readers say about papers. The order of `path` is that of threads: it
-- begins with the path of the comment that is answered.
create table comments (
  paper_id text collate "C" not null,
  comment_id text collate "C" not null,
  parent_id text collate "C" not null,
  path text collate "C" not null,
  depth smallint not null,
  reader_id text collate "C" not null,
  text text not null,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted boolean not null default false,
  hidden boolean not null default false,
  primary key (paper_id, comment_id)
);

create index comments_threads on comments (paper_id, path);
create index comments_reader on comments (reader_id, paper_id, comment_id);

create table comment_reports (
  paper_id text collate "C" not null,
  comment_id text collate "C" not null,
  reporter text collate "C" not null,
  reason text not null,
  at timestamptz not null,
  primary key (paper_id, comment_id, reporter)
);

create index comment_reports_oldest
  on comment_reports (at, paper_id, comment_id, reporter);
create index comment_reports_reporter on comment_reports (reporter);

-- Who says to be an author of what.
create table claims (
  paper_id text collate "C" not null,
  reader_id text collate "C" not null,
  author text not null,
  -- A number of broadsheet.v1.AuthorshipClaim.State.
  state smallint not null,
  claimed_at timestamptz not null,
  decided_at timestamptz,
  note text not null,
  primary key (paper_id, reader_id)
);

create index claims_oldest on claims (claimed_at, paper_id, reader_id);
create index claims_reader on claims (reader_id, claimed_at, paper_id);
