-- Files that came with letters before cases had documents of their own. What is no kind of file that is taken stays where it was.
insert into case_documents (id, case_id, territory, kind_is_proposed, name, size, sha256, media_type, added_at, added_by, letter_id)
select f.id, l.case_id, f.territory, false, f.name, octet_length(f.content), f.sha256, t.type, l.received_at, l."from", l.id
from letter_files f
join incoming_letters l on l.id = f.letter_id
join (values ('pdf', 'application/pdf'), ('doc', 'application/msword'), ('xls', 'application/vnd.ms-excel'),
    ('ppt', 'application/vnd.ms-powerpoint'), ('rtf', 'application/rtf'), ('jpg', 'image/jpeg'), ('jpeg', 'image/jpeg'),
    ('png', 'image/png'), ('txt', 'text/plain'), ('sig', 'application/pkcs7-signature'), ('p7s', 'application/pkcs7-signature'),
    ('odt', 'application/vnd.oasis.opendocument.text'), ('ods', 'application/vnd.oasis.opendocument.spreadsheet'),
    ('odp', 'application/vnd.oasis.opendocument.presentation'),
    ('docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
    ('xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
    ('pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation')) as t (ending, type)
    on lower(f.name) like '%.' || t.ending
where f.refusal is null and f.sha256 <> ''
on conflict do nothing;

insert into case_document_files (id, territory, content, text)
select f.id, f.territory, f.content, '' from letter_files f join case_documents d on d.id = f.id
on conflict do nothing;

-- Retention removes letters; the document stays and no longer says which letter it came with.
do $$
begin
    if not exists (select from pg_constraint where conname = 'fk_case_documents_letter') then
        alter table case_documents add constraint fk_case_documents_letter
            foreign key (letter_id) references incoming_letters (id) on delete set null;
    end if;
end $$;
create index if not exists ix_case_documents_letter on case_documents (letter_id) where letter_id is not null;
