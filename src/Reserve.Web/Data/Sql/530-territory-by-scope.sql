-- Rows that hold letters and names but had no territory: they belong to the one in whose scope they were written.
alter table outbox add column if not exists territory text null collate "C";
alter table paper_confirmations add column if not exists territory text null collate "C";
update outbox set territory = 'RU' where territory is null;
update paper_confirmations c set territory = coalesce((select p.territory from papers p where p.id = c.paper_id), 'RU')
where territory is null;
alter table outbox alter column territory set default nullif(current_setting('reserve.scope', true), '');
alter table paper_confirmations alter column territory set default nullif(current_setting('reserve.scope', true), '');
