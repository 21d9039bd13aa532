-- What was done to a run by hand is only ever added to.
revoke update, delete on run_mark from reserve_app;
revoke delete on run_migration, run_migration_item from reserve_app;
revoke update on run_migration from reserve_app;
