-- Distributes Broadsheet's tables over the nodes of a Citus cluster. Once, on
-- the coordinator, after `broadsheet-storage` has applied its migrations and
-- before there are data. Every table of the schema is named here: this file is
-- the one home of what lies where, and storage's schema_test reads it.

-- Papers, and what is kept per paper.
select create_distributed_table('papers', 'id');
select create_distributed_table('submissions', 'paper_id',
                                colocate_with => 'papers');
select create_distributed_table('retractions', 'paper_id',
                                colocate_with => 'papers');
select create_distributed_table('comments', 'paper_id',
                                colocate_with => 'papers');
select create_distributed_table('comment_reports', 'paper_id',
                                colocate_with => 'papers');
select create_distributed_table('claims', 'paper_id',
                                colocate_with => 'papers');
select create_distributed_table('paper_vectors', 'paper_id',
                                colocate_with => 'papers');

-- Other names of papers; where they lie is told by the name, not the paper.
select create_distributed_table('aliases', 'alias');
select create_distributed_table('absorptions', 'paper_id',
                                colocate_with => 'papers');

-- Readers, and what is kept per reader.
select create_distributed_table('readers', 'reader_id');
select create_distributed_table('events', 'reader_id',
                                colocate_with => 'readers');
select create_distributed_table('standings', 'reader_id',
                                colocate_with => 'readers');
select create_distributed_table('submission_requests', 'submitter',
                                colocate_with => 'readers');

-- Subscriptions, and their mails. Suppressed addresses are looked up by address.
select create_distributed_table('subscriptions', 'id');
select create_distributed_table('mails', 'subscription_id',
                                colocate_with => 'subscriptions');
select create_distributed_table('mailed_papers', 'subscription_id',
                                colocate_with => 'subscriptions');
select create_distributed_table('mail_clicks', 'subscription_id',
                                colocate_with => 'subscriptions');
select create_distributed_table('suppressions', 'address');

-- Local tables of the coordinator. The feed is one: its order is that of the
-- coordinator's transactions, and each of its rows is written in the
-- transaction of the change.
-- local: changes
-- local: feed_marks
-- local: feed_state
-- local: account_identities
-- local: account_links
-- local: accounts
-- local: artifact_chunks
-- local: artifact_requests
-- local: artifacts
-- local: bans
-- local: checkpoints
-- local: dead_letters
-- local: editions
-- local: encoders
-- local: leases
-- local: mail_tokens
-- local: migration_lock
-- local: migrations
-- local: promotions
-- local: settings
-- local: sign_in_tries
-- local: tokens
