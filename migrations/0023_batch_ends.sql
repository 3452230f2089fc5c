-- What became of a batch's pieces by the time it ended: a notice tells of then, whatever is decided afterwards.
alter table content_batches add column ended_counts jsonb;
