-- Failed sign-ins, counted by name and source address together, so that nobody can lock another out. Of the name only a hash is kept:
-- a password is easily typed into the wrong field. The application reaches them through two functions only (906-sign-in.sql).
create table if not exists sign_in_failure (
    at timestamptz not null,
    name_hash bytea not null,
    address text not null
);

create index if not exists ix_sign_in_failure_name on sign_in_failure (name_hash, address, at);
create index if not exists ix_sign_in_failure_at on sign_in_failure (at);
alter table sign_in_failure enable row level security;
drop policy if exists nobody on sign_in_failure;
create policy nobody on sign_in_failure using (false) with check (false);
