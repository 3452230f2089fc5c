-- What a setup was said to cost, kept at its start so that it can stand beside what it did cost.
alter table avatars add column setup_estimate_nanos bigint;

-- The ledger is asked by day.
create index cost_entries_owner_created on cost_entries (owner_id, created_at);
create index provider_calls_unanswered on provider_calls (owner_id, started_at) where status in ('open', 'unknown');
