-- Messages that came before anybody waited, each beside the job that delivers it: the job is due when the message expires, and at once
-- when a wait opens that takes it. With the job goes the message.
create table if not exists waiting_message (
    run_id         uuid not null,                   -- of the sender
    wait_id        bigint not null,
    territory      text not null,
    name           text not null check (name <> ''),
    correlation    text null,
    element_id     text null,
    sent_at        timestamptz not null,
    expires_at     timestamptz not null,
    expired_at     timestamptz null,                -- the sender has an incident; a retry sends the message again
    primary key (run_id, wait_id),
    foreign key (run_id, wait_id) references job on delete cascade
);
create index if not exists waiting_message_name on waiting_message (name, correlation) where expired_at is null;
create index if not exists waiting_message_sent on waiting_message (sent_at);

-- How many messages, signals, calls and timers already due led to a job without a person or a wait in between.
alter table job add column if not exists hops int not null default 0;
