-- apart: nodes go on working meanwhile.
-- Nodes ask for the suspended runs each time they take work: there are few, and this index has nothing else.
create index concurrently if not exists process_run_suspended on process_run (id) where suspended_at is not null;
