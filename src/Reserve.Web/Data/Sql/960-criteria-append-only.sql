-- By a version of the criteria opinions were given: it is only ever added to.
revoke update, delete on criteria_sets from reserve_app;
