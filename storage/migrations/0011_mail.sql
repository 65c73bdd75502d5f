-- Who wants which papers in the inbox.
create table subscriptions (
  id text collate "C" primary key,
  address text collate "C" not null,
  reader_id text collate "C" not null,
  -- A number of broadsheet.v1.Subscription.State; 2 is active.
  state smallint not null,
  -- A serialized broadsheet.v1.DigestSettings.
  settings bytea not null,
  -- When its next issue is to be chosen; the year 1970: as soon as somebody has
  -- worked out when that is.
  next_at timestamptz not null,
  -- Until then one process is choosing; the fence tells which taking it is.
  claimed_until timestamptz not null,
  fence bigint not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  revision bigint not null
);

create index subscriptions_due on subscriptions (next_at, id) where state = 2;
create index subscriptions_address on subscriptions (address, id);
create index subscriptions_reader on subscriptions (reader_id, id);
create index subscriptions_unconfirmed on subscriptions (created_at)
  where state = 1;

-- The ledger: each mail once. An issue of a subscription, or ("tx:...", '').
create table mails (
  subscription_id text collate "C" not null,
  issue text collate "C" not null,
  -- A number of broadsheet.internal.v1.MailKind.
  kind smallint not null,
  address text collate "C" not null,
  message_id text not null,
  subject text not null,
  -- A serialized MailContent: what is sent, however often it is tried.
  content bytea not null,
  -- A number of broadsheet.v1.MailState; 1 and 2 are open.
  state smallint not null,
  -- When an open mail may be taken; of one that is being sent: when its holder
  -- must have told what became of it.
  due_at timestamptz not null,
  expires_at timestamptz not null,
  tries integer not null default 0,
  doubts integer not null default 0,
  fence bigint not null default 0,
  owner text not null default '',
  chosen_at timestamptz not null,
  sent_at timestamptz,
  answer text not null default '',
  bounced boolean not null default false,
  unsubscribed boolean not null default false,
  primary key (subscription_id, issue)
);

create index mails_open on mails (kind, subscription_id, issue)
  where state <= 2;
create index mails_issue on mails (issue, subscription_id) where kind = 2;
create index mails_address on mails (address, subscription_id, issue);
create index mails_old on mails (chosen_at) where content <> '';

-- What no later mail of a subscription repeats.
create table mailed_papers (
  subscription_id text collate "C" not null,
  paper_id text collate "C" not null,
  primary key (subscription_id, paper_id)
);

create table mail_clicks (
  subscription_id text collate "C" not null,
  issue text collate "C" not null,
  paper_id text collate "C" not null,
  at timestamptz not null,
  primary key (subscription_id, issue, paper_id)
);

-- Tokens that confirm a subscription, once.
create table mail_tokens (
  sha256 bytea primary key,
  subscription_id text collate "C" not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index mail_tokens_expiry on mail_tokens (expires_at);

-- Addresses that get no mail.
create table suppressions (
  address text collate "C" primary key,
  -- A number of broadsheet.v1.Suppression.Reason.
  reason smallint not null,
  detail text not null,
  at timestamptz not null
);
