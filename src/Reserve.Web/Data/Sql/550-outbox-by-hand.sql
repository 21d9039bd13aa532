-- What leaves is tried for days; then a person sends it again (the days begin anew) or withdraws it.
alter table outbox add column if not exists retried_at timestamptz null;
-- A withdrawn message has left the queue at sent_at without being sent; this is who withdrew it.
alter table outbox add column if not exists withdrawn_by text null;
