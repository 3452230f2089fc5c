-- What a screen shows and came after the triggers of 0008: drafts of personas, rewritings of an identity, tags.
create function note_drafts() returns trigger language plpgsql as $$
begin
  -- What a draft needs is said among the avatars; its own id tells it from them.
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'avatar', id from changed
  on conflict do nothing;
  return null;
end
$$;

create function note_piece_parts() returns trigger language plpgsql as $$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct changed.owner_id, pg_current_xact_id(), 'batch', piece.batch_id
  from changed
  join content_pieces as piece on piece.id = changed.piece_id
  on conflict do nothing;
  return null;
end
$$;

do $$
declare
  noted text[] := array[
    'avatar_drafts', 'note_drafts()',
    'identity_writes', 'note_avatar_parts(''avatar'')',
    'piece_tags', 'note_piece_parts()'
  ];
begin
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
