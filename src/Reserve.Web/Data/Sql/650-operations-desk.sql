-- What is done to many cases at once. It is looked at first: of each case is kept what would happen and how it stood then; once ordered,
-- each case is done by itself, and one that has changed since is left alone.
alter table run_mark drop constraint if exists run_mark_kind_check;
alter table run_mark add constraint run_mark_kind_check check (kind in (
    'migrate', 'undo-migration', 'modify', 'set-variables', 'suspend', 'resume', 'message', 'listen', 'reassign', 'delegate', 'skip',
    'cancel', 'retry', 'substitute'));

create table if not exists bulk_act (
    id             uuid primary key,
    territory      text not null,                   -- the scope of whoever looked at it first
    kind           text not null check (kind in ('retry', 'cancel', 'suspend', 'resume', 'reassign', 'migrate')),
    person         uuid null,                       -- who gets the tasks; null: everybody of their roles
    element_id     text null,                       -- only the tasks of this element
    is_partly      boolean not null default false,  -- there were more cases than one act takes
    planned_by     text not null check (planned_by <> ''),
    planned_at     timestamptz not null,
    reason         text null check (reason <> ''),
    ordered_by     text null,
    ordered_at     timestamptz null,
    check ((ordered_at is null) = (ordered_by is null)),
    check ((ordered_at is null) = (reason is null))
);
create index if not exists bulk_act_list on bulk_act (planned_at);

create table if not exists bulk_act_item (
    act_id         uuid not null references bulk_act,
    run_id         uuid not null references process_run,
    territory      text not null,
    state          text not null check (state in ('planned', 'impossible', 'left', 'waiting', 'done', 'refused')),
    version        int not null,                    -- the steps that the case had made
    suspended      boolean not null,
    targets        jsonb not null,                  -- the incidents or tasks that are meant
    findings       jsonb not null,                  -- what would happen, or why nothing did
    at             timestamptz not null,
    primary key (act_id, run_id)
);
create index if not exists bulk_act_item_run on bulk_act_item (run_id);
