-- Durable execution of processes. One transaction per step reads process_run under its row lock and writes everything below.
-- Few indexes on purpose: each one is paid for by every completed task. The script is idempotent; row-level security
-- comes from 900-row-level-security.sql for every table with a column territory.

create table if not exists process_definition (
    id             uuid primary key,
    key            text not null check (key <> ''),
    for_territory  text null references territories, -- null: for every territory without a version of its own
    version        int not null check (version > 0),
    name           text not null,
    xml            text not null,
    content_hash   bytea not null check (length(content_hash) = 32),
    source         text not null check (source in ('shipped', 'editor')),
    starts         text[] not null default '{}',    -- message NAME, signal NAME
    deployed_by    text not null,
    deployed_at    timestamptz not null,
    unique nulls not distinct (key, for_territory, version)
);

-- Rules and forms travel with the version of the process that uses them, so that a running case keeps both.
create table if not exists process_file (
    definition_id  uuid not null references process_definition on delete cascade,
    path           text not null check (path <> ''),
    content        text not null,
    primary key (definition_id, path)
);

-- One draft for each file of a process: its drawing, a rule.
create table if not exists process_draft (
    id             uuid primary key,
    key            text not null check (key <> ''),
    for_territory  text null references territories,
    path           text not null default 'process.bpmn' check (path <> ''),
    xml            text not null,
    row_version    int not null check (row_version > 0),
    saved_by       text not null,
    saved_at       timestamptz not null,
    unique nulls not distinct (key, for_territory, path)
);
-- Earlier only the drawing had a draft.
alter table process_draft add column if not exists path text not null default 'process.bpmn' check (path <> '');
do $$
begin
    if exists (
        select from pg_constraint where conrelid = 'process_draft'::regclass and conname = 'process_draft_key_for_territory_key'
    ) then
        alter table process_draft
            drop constraint process_draft_key_for_territory_key,
            add unique nulls not distinct (key, for_territory, path);
    end if;
end $$;

create table if not exists process_run (
    id             uuid primary key,
    definition_id  uuid not null references process_definition,
    status         text not null check (status in ('running', 'completed', 'terminated', 'failed', 'cancelled')),
    version        int not null check (version > 0), -- steps made; also the number of the last step in run_step
    state          bytea not null,
    territory      text not null references territories,
    subject_type   text null,
    subject_id     text null,
    business_key   text null,
    parent_run_id  uuid null references process_run,
    parent_wait_id bigint null,
    started_by     text not null,
    started_at     timestamptz not null,
    ended_at       timestamptz null,
    check ((status = 'running') = (ended_at is null)),
    check ((subject_type is null) = (subject_id is null)),
    check ((parent_run_id is null) = (parent_wait_id is null))
) with (fillfactor = 70);
create index if not exists process_run_subject on process_run (subject_type, subject_id) where subject_type is not null;
create index if not exists process_run_parent on process_run (parent_run_id) where parent_run_id is not null;
create index if not exists process_run_definition on process_run (definition_id, started_at);

create table if not exists task (
    run_id         uuid not null references process_run,
    wait_id        bigint not null,
    element_id     text not null,
    title          text not null,
    role           text null,
    territory      text not null,
    assignee       uuid null,
    due_at         timestamptz null,
    form           text null,
    page           text null,
    inputs         jsonb not null default '{}',
    state          text not null default 'open' check (state in ('open', 'done', 'withdrawn')),
    opened_at      timestamptz not null,
    closed_at      timestamptz null,
    closed_by      uuid null,
    closed_by_name text null,
    outcome        jsonb null,
    primary key (run_id, wait_id),
    check ((state = 'open') = (closed_at is null)),
    check ((state = 'open') = (closed_by_name is null)),
    check (role is not null or assignee is not null)
) with (fillfactor = 80);
create index if not exists task_open_role on task (role, due_at) where state = 'open';
create index if not exists task_open_assignee on task (assignee, due_at) where state = 'open' and assignee is not null;

-- Files that came with a task's form; seen by whoever sees the task.
create table if not exists task_file (
    id             uuid primary key,
    run_id         uuid not null,
    wait_id        bigint not null,
    field          text not null,
    name           text not null,
    content_type   text not null,
    content        bytea not null,
    added_at       timestamptz not null,
    foreign key (run_id, wait_id) references task
);
create index if not exists task_file_task on task_file (run_id, wait_id);

-- Work to do at or after due_at: service tasks, timers, and what runs send to each other. 'infinity' waits for an incident.
-- Taking a job gives it a fence that no job had before; only the holder of the newest fence can finish it.
create sequence if not exists job_fence;
create table if not exists job (
    run_id         uuid not null references process_run,
    wait_id        bigint not null,                 -- negative: made by the runtime itself, not a wait of the engine
    kind           text not null check (kind in ('service', 'timer', 'message', 'signal', 'called-ended', 'escalation', 'cancel')),
    element_id     text null,
    activity       text null,
    payload        text null,
    due_at         timestamptz not null,
    lease_until    timestamptz null,
    fence          bigint not null default 0,
    attempts       int not null default 0,
    primary key (run_id, wait_id),
    check ((kind = 'service') = (activity is not null))
) with (fillfactor = 70);
create index if not exists job_due on job (due_at);

create table if not exists message_subscription (
    run_id         uuid not null references process_run,
    wait_id        bigint not null,
    kind           text not null check (kind in ('message', 'signal')),
    name           text not null,
    correlation    text null,                       -- null: any message of the name
    element_id     text not null,
    primary key (run_id, wait_id)
);
create index if not exists message_subscription_name on message_subscription (name, correlation);

-- Append-only history, one row per step: the elements it entered ('e'), completed ('c') and cancelled ('x'), in order.
create table if not exists run_step (
    run_id         uuid not null references process_run,
    step           int not null check (step > 0),
    territory      text not null,
    at             timestamptz not null,
    actor          text not null,
    cause          text not null,
    elements       text[] not null,
    moves          text not null,                   -- one letter per element
    instances      int[] not null,                  -- the engine's instance ids; 0 when the element passed at once
    scopes         int[] not null,
    primary key (run_id, step),
    check (cardinality(elements) = length(moves) and cardinality(instances) = length(moves) and cardinality(scopes) = length(moves))
);

create or replace view run_history with (security_invoker = true) as
    select s.run_id, s.step, u.position, s.at, s.actor, s.cause, u.element_id, substr(s.moves, u.position::int, 1) as move,
           u.instance, u.scope
    from run_step s
    cross join lateral unnest(s.elements, s.instances, s.scopes) with ordinality as u (element_id, instance, scope, position);

create table if not exists decision_record (
    run_id         uuid not null references process_run,
    wait_id        bigint not null,
    territory      text not null,
    element_id     text not null,
    decision       text not null,
    at             timestamptz not null,
    inputs         jsonb not null,
    output         jsonb not null,
    explanation    jsonb not null,
    primary key (run_id, wait_id)
);

create table if not exists incident (
    id             uuid primary key,
    run_id         uuid not null references process_run,
    wait_id        bigint null,
    element_id     text null,
    territory      text not null,
    code           text not null,
    message        text not null,
    raised_at      timestamptz not null,
    resolved_at    timestamptz null,
    resolved_by    text null,
    check ((resolved_at is null) = (resolved_by is null))
);
create unique index if not exists incident_open on incident (run_id, wait_id) where resolved_at is null and wait_id is not null;
create index if not exists incident_run on incident (run_id);
create index if not exists incident_unresolved on incident (raised_at) where resolved_at is null;

-- What leaves the database: written in the transaction that decided it, sent afterwards at least once under its idempotency key.
create table if not exists outbox (
    id              uuid primary key,
    kind            text not null check (kind <> ''),
    idempotency_key text not null unique,
    payload         jsonb not null,
    created_at      timestamptz not null,
    next_attempt_at timestamptz not null,           -- 'infinity': given up, waits for a person
    lease_until     timestamptz null,
    fence           bigint not null default 0,
    attempts        int not null default 0,
    last_error      text null,
    sent_at         timestamptz null
);
create index if not exists outbox_unsent on outbox (next_attempt_at) where sent_at is null;
