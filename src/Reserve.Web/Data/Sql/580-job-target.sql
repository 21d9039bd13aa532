-- The run that a job moves where it is not its own: how jobs about one run are found, whichever runs made them.
alter table job add column if not exists target_run uuid null;
create index if not exists job_target on job (target_run) where target_run is not null;
