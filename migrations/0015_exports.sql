-- Exports are heard of by who polls, and their files go when their time is over.
alter table activity drop constraint activity_kind_check;
alter table activity add constraint activity_kind_check
  check (kind in ('avatar', 'candidates', 'dataset', 'batch', 'export', 'costs', 'notices'));

create index content_exports_expired on content_exports (expires_at) where expires_at is not null;

create function note_exports() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'export', id from changed
  on conflict do nothing;
  return null;
end
$$;

create trigger content_exports_noted_insert after insert on content_exports
  referencing new table as changed for each statement execute function note_exports();
create trigger content_exports_noted_update after update on content_exports
  referencing new table as changed for each statement execute function note_exports();
create trigger content_exports_noted_delete after delete on content_exports
  referencing old table as changed for each statement execute function note_exports();
