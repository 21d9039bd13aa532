-- A receipt is only ever added; it goes by the retention's own function.
revoke update, delete on letter_receipt from reserve_app;
