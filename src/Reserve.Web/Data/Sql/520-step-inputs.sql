-- What the engine was given in a step: the events in order, as text that keeps kinds and the order of names, so that the run can be
-- played again. Null: a step made before this was recorded, or one whose inputs were erased (step_erasure says who, when and why).
alter table run_step add column if not exists given json null;

-- Values too large for the step's own row; the step names them by position.
create table if not exists step_value (
    run_id         uuid not null,
    step           int not null,
    position       int not null check (position >= 0),
    territory      text not null,
    content        json null,                       -- null: erased
    primary key (run_id, step, position),
    foreign key (run_id, step) references run_step
);

create table if not exists step_erasure (
    id             uuid primary key,
    run_id         uuid not null references process_run,
    territory      text not null,
    at             timestamptz not null,
    actor          text not null check (actor <> ''),
    reason         text not null check (reason <> ''),
    steps          int not null check (steps >= 0)
);
create index if not exists step_erasure_run on step_erasure (run_id);
