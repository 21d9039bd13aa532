-- What happened in a run is only ever added to.
revoke update, delete on run_step, decision_record from reserve_app;
