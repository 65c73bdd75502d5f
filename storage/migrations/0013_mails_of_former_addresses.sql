-- Whose account a mail was about that went to an address which the account has
-- given up since: with the reader it is erased. Of all others empty: there the
-- address or the subscription tells.
alter table mails add column reader_id text collate "C" not null default '';
create index mails_reader on mails (reader_id) where reader_id <> '';

-- Mails about accounts go when their words do; of these they are gone.
delete from mails where kind = 1 and state > 2 and content = '';
