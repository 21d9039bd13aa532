-- What tells a letter that has been read from one that has not, without a word of it: the hash of its bytes and of its Message-ID.
-- A restored database is compared with the mail folder by it, and an archived letter with what was received.
create table if not exists letter_receipt (
    sha256          bytea primary key check (length(sha256) = 32),
    message_sha256  bytea not null check (length(message_sha256) = 32),
    received_at     timestamptz not null
);
create index if not exists letter_receipt_message on letter_receipt (message_sha256);
create index if not exists letter_receipt_received on letter_receipt (received_at);
