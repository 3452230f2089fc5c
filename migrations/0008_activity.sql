-- What a screen polls: one row for each subject that a transaction changed. Rows are only ever added, so that
-- fifty pieces that end together wait for nobody; the transaction's id is the order, and a snapshot of the ids
-- that were visible is the version a screen holds. See docs/decisions/0009-what-a-screen-polls.md.
create table activity (
  -- No foreign key: that an avatar went, with its owner perhaps, is news too. Rows live for two hours.
  owner_id text not null,
  transaction_id xid8 not null,
  kind text not null check (kind in ('avatar', 'candidates', 'dataset', 'batch', 'costs', 'notices')),
  subject_id text not null,
  created_at timestamptz not null default now(),
  primary key (owner_id, transaction_id, kind, subject_id)
);
alter table activity enable row level security;
create policy activity_app on activity to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy activity_system on activity to vixen_system using (true) with check (true);
grant select, insert on activity to vixen_app;
grant select, insert, delete on activity to vixen_system;

-- Up to when an operator has seen the notices, on any device.
create table notice_marks (
  owner_id text primary key references users (id) on delete cascade,
  read_at timestamptz not null
);
alter table notice_marks enable row level security;
create policy notice_marks_app on notice_marks to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy notice_marks_system on notice_marks to vixen_system using (true) with check (true);
grant select, insert, update, delete on notice_marks to vixen_app, vixen_system;

-- What waits for a person is asked for with each change; most pieces do not.
create index content_pieces_waiting on content_pieces (owner_id, batch_id) where status in ('review', 'failed');
create index content_batches_finished on content_batches (owner_id, finished_at desc) where status = 'finished';
create index setup_runs_ended on setup_runs (owner_id, ended_at desc) where ended_at is not null;

create function note_avatars() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'avatar', id from changed
  on conflict do nothing;
  return null;
end
$$;

-- Rows of an avatar; the trigger's argument is the kind.
create function note_avatar_parts() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), tg_argv[0], avatar_id from changed
  on conflict do nothing;
  return null;
end
$$;

create function note_setup_steps() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct changed.owner_id, pg_current_xact_id(), 'avatar', run.avatar_id
  from changed
  join setup_runs as run on run.id = changed.run_id
  on conflict do nothing;
  return null;
end
$$;

create function note_batches() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'batch', id from changed
  on conflict do nothing;
  return null;
end
$$;

create function note_pieces() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'batch', batch_id from changed
  on conflict do nothing;
  return null;
end
$$;

-- The trigger's argument is the kind: there is one ledger, and one mark, for each owner.
create function note_owners() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), tg_argv[0], owner_id from changed
  on conflict do nothing;
  return null;
end
$$;

do $$
declare
  noted text[] := array[
    'avatars', 'note_avatars()',
    'face_candidates', 'note_avatar_parts(''candidates'')',
    'dataset_images', 'note_avatar_parts(''dataset'')',
    'datasets', 'note_avatar_parts(''dataset'')',
    'setup_runs', 'note_avatar_parts(''avatar'')',
    'setup_steps', 'note_setup_steps()',
    'lora_versions', 'note_avatar_parts(''avatar'')',
    'identity_components', 'note_avatar_parts(''avatar'')',
    'content_batches', 'note_batches()',
    'content_pieces', 'note_pieces()',
    'cost_entries', 'note_owners(''costs'')',
    'notice_marks', 'note_owners(''notices'')'
  ];
begin
  -- A trigger that sees what a statement changed is for one kind of statement.
  for place in 1 .. array_length(noted, 1) by 2 loop
    execute format(
      'create trigger %I after insert on %I referencing new table as changed for each statement execute function %s',
      noted[place] || '_noted_insert', noted[place], noted[place + 1]);
    execute format(
      'create trigger %I after update on %I referencing new table as changed for each statement execute function %s',
      noted[place] || '_noted_update', noted[place], noted[place + 1]);
    execute format(
      'create trigger %I after delete on %I referencing old table as changed for each statement execute function %s',
      noted[place] || '_noted_delete', noted[place], noted[place + 1]);
  end loop;
end
$$;
