-- apart: these indexes are built without a transaction, so that a large database goes on working meanwhile.
-- The orders of the list of candidates that EF Core cannot map, for they go by expressions or only by current entries.
create index concurrently if not exists reserve_entries_by_stage on reserve_entries (status, stage_since, candidate_id) where is_current;
create index concurrently if not exists reserve_entries_by_score on reserve_entries ((coalesce(score, 1000)), candidate_id)
    where is_current;
create index concurrently if not exists reserve_entries_by_score_down on reserve_entries ((coalesce(score, -1)), candidate_id)
    where is_current;
