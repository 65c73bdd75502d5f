-- The index of authors costs a bulk load more than all the rest of a row: each
-- paper has five names somewhere in it. New entries wait in a list and are
-- merged in sorted order; the longer the list, the cheaper the merge. A search
-- reads the list, too: 16 MiB take it some 20 ms. Vacuum empties it.
alter index papers_authors set (gin_pending_list_limit = 16384);
alter index papers_categories set (gin_pending_list_limit = 16384);
