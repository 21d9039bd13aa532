-- The chain is written through functions only; what was changed is added and read, and erased by retention.
revoke insert, update, delete on audit_unsealed, audit_seals, audit_cuts from reserve_app;
revoke update, delete on audit_changes from reserve_app;
-- A trigger's alone.
revoke all on function audit_await_seal() from public, reserve_app;
