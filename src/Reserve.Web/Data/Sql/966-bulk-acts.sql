-- What was ordered stays; what was only looked at may go.
drop policy if exists ordered_stays on bulk_act;
create policy ordered_stays on bulk_act as restrictive for delete using (ordered_at is null);
drop policy if exists ordered_stays on bulk_act_item;
create policy ordered_stays on bulk_act_item as restrictive for delete using (
    exists (select from bulk_act a where a.id = act_id and a.ordered_at is null));
revoke update on bulk_act, bulk_act_item from reserve_app;
grant update (reason, ordered_by, ordered_at) on bulk_act to reserve_app;
grant update (state, findings, at) on bulk_act_item to reserve_app;
