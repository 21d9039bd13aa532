-- The search by any part of a name; EF Core's migration cannot create an extension before the index that needs it.
create extension if not exists pg_trgm;
create index if not exists ix_candidates_search_text on candidates using gin (search_text gin_trgm_ops);
