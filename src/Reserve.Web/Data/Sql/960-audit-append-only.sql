-- What was written into the audit trail stays: the application may add and read.
revoke update, delete on audit_events from reserve_app;
