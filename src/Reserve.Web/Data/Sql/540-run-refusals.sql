-- What the engine did not take although somebody, or another run, sent it: for a person to see on the run's page.
create table if not exists run_refusal (
    id             uuid primary key,
    run_id         uuid not null references process_run,
    wait_id        bigint null,
    territory      text not null,
    at             timestamptz not null,
    actor          text not null,
    cause          text not null,
    refusal        text not null
);
create index if not exists run_refusal_run on run_refusal (run_id, at);
