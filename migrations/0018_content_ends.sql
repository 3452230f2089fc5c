-- How content ends: an export can be canceled, and one whose file is gone is remembered so that it can be packed again;
-- a batch that went on after its end knows since when, from which its pace is told.
alter table content_exports drop constraint content_exports_status_check;
alter table content_exports add constraint content_exports_status_check
  check (status in ('queued', 'running', 'ready', 'failed', 'canceled', 'expired'));

alter table content_batches add column resumed_at timestamptz;
