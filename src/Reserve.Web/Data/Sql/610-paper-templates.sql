-- apart: built without a transaction, so that a large archive goes on taking papers meanwhile.
-- The newest papers that a template made, on which a changed one is tried.
create index concurrently if not exists papers_of_template on papers (process, template, created_at) where template is not null;
