-- apart: these indexes are built without a transaction, so that a large database goes on working meanwhile.
-- Lists are paged by key. What is read of a list is read by one of these, a territory at a time, so that a page costs
-- the same however many rows there are. Each takes the place of a former index: a step writes as many as before, and one
-- more when a person completes a task.

-- Whom tasks wait for: nobody yet, somebody of the role, one person; the most urgent first, those without a date last.
create index concurrently if not exists task_free on task
    (role, territory collate "C", (coalesce(due_at, 'infinity')), run_id, wait_id) where state = 'open' and assignee is null;
create index concurrently if not exists task_taken on task
    (role, territory collate "C", (coalesce(due_at, 'infinity')), run_id, wait_id) where state = 'open' and assignee is not null;
create index concurrently if not exists task_of_assignee on task
    (assignee, (coalesce(due_at, 'infinity')), run_id, wait_id) where state = 'open' and assignee is not null;
create index concurrently if not exists task_done on task (closed_by, closed_at, run_id, wait_id) where state = 'done';
drop index concurrently if exists task_open_role;
drop index concurrently if exists task_open_assignee;

-- Runs of a version in a state, newest last; also counted by it.
create index concurrently if not exists process_run_list on process_run (definition_id, status, territory collate "C", started_at, id);
drop index concurrently if exists process_run_definition;
