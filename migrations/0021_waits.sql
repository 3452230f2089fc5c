-- Waits that were nobody's to end: each is a row with a deadline now, which a sweep looks at.
alter table setup_runs
  -- When the sweep asks the machine what became of a run that still counts as running.
  add column deadline_at timestamptz not null default now() + interval '10 minutes';
create index setup_runs_due on setup_runs (deadline_at) where status = 'running';

alter table content_pieces
  -- How often in a row the copy waited for a provider that was out; a try that ends so is no failed try.
  add column copy_waits integer not null default 0;

alter table email_tokens
  -- A mail has no idempotency key at the provider: whoever sends it claims it, and writes down that it went.
  add column claimed_until timestamptz,
  add column sent_at timestamptz;
