-- The transaction of the latest erasure of a reader: segments that do not have
-- it inside still know them.
alter table feed_state add column erased_at xid8 not null default '0';
