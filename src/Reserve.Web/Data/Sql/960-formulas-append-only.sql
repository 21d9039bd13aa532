-- A published formula stays as it was: only the moment of its supersession is written later.
revoke update, delete on formula_versions from reserve_app;
grant update (superseded_at) on formula_versions to reserve_app;
