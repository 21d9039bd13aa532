-- Failed sign-ins are counted through functions only; keys are added, or encrypted for a certificate, never taken away.
revoke insert, update, delete on sign_in_failure from reserve_app;
revoke delete on data_protection_keys from reserve_app;
