-- A vote rewrites the row of a paper. With room for it on the same page no
-- index is touched.
alter table papers set (fillfactor = 80);
