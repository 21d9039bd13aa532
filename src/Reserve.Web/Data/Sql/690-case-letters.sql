-- apart: the letters that left about a case are found by the beginning of their keys
create index concurrently if not exists outbox_about on outbox (idempotency_key collate "C");
