-- The index of authors costs a bulk load more than all the rest of a row: each
-- paper has five names somewhere in it. New entries wait in a list and are
-- merged in sorted order; the longer the list, the cheaper the merge. A search
-- reads the list, too: 16 MiB take it some 20 ms. Vacuum empties it.
alter index papers_authors set (gin_pending_list_limit = 16384);
alter index papers_categories set (gin_pending_list_limit = 16384);

-- A paper with its keywords, and so its change, is a little longer than the
-- 2 kB above which a row is compressed, which took a quarter of a bulk load's
-- time. Up to 4 kB rows stay as they are.
alter table papers set (toast_tuple_target = 4080);
alter table changes set (toast_tuple_target = 4080);

-- The statistics of terms are a sketch that does not compress.
alter table checkpoints alter column value set storage external;

-- Changes are deleted by age, so a vacuum after inserts finds nothing to do: it
-- read and rewrote the whole table again and again during a load.
alter table changes set (autovacuum_vacuum_insert_threshold = -1);
