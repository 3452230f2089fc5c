-- A person's part in the library: what is decided about a piece, edited, tagged, found again, and taken along.
alter table content_pieces drop constraint content_pieces_status_check;
alter table content_pieces add constraint content_pieces_status_check
  check (status in ('queued', 'generating', 'ready', 'review', 'rejected', 'blocked', 'failed', 'canceled'));
alter table content_pieces
  add column caption text check (char_length(caption) <= 2200),
  -- An edited copy is judged again, never written over.
  add column copy_origin text not null default 'written' check (copy_origin in ('written', 'edited')),
  add column identity_score real,
  add column decision text check (decision in ('approved', 'rejected')),
  add column decision_reason text check (char_length(decision_reason) <= 500),
  add column decided_by text,
  add column decided_at timestamptz;
create index content_pieces_status on content_pieces (owner_id, status, id desc);

-- Who decided what, and when; a line is never changed.
create table piece_decisions (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  piece_id text not null references content_pieces (id) on delete cascade,
  decision text not null check (decision in ('approved', 'rejected', 'reopened')),
  reason text,
  status_before text not null,
  status_after text not null,
  decided_by text not null,
  created_at timestamptz not null default now()
);
create index piece_decisions_owner on piece_decisions (owner_id);
create index piece_decisions_piece on piece_decisions (piece_id, id desc);

create table piece_tags (
  piece_id text not null references content_pieces (id) on delete cascade,
  tag text not null check (char_length(tag) between 1 and 40),
  owner_id text not null references users (id) on delete cascade,
  primary key (piece_id, tag)
);
create index piece_tags_owner on piece_tags (owner_id, tag);

create table saved_views (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 60),
  query jsonb not null,
  created_at timestamptz not null default now(),
  unique (owner_id, name)
);

-- An archive of pictures: asked for, packed by a worker, read through a signed address until it expires.
create table content_exports (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  status text not null default 'queued' check (status in ('queued', 'running', 'ready', 'failed')),
  piece_ids jsonb not null,
  requested integer not null check (requested between 1 and 1000),
  packed integer not null default 0,
  attempts integer not null default 0,
  deadline_at timestamptz not null,
  media_key text,
  bytes bigint,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  expires_at timestamptz
);
create index content_exports_owner on content_exports (owner_id, id desc);
create index content_exports_open on content_exports (deadline_at) where status in ('queued', 'running');

-- What a piece, and what a batch's open purchases are asked for.
create index cost_entries_subject on cost_entries (subject_id) where subject_id is not null;
create index attempts_batch on attempts (batch_id) where batch_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['piece_decisions', 'piece_tags', 'saved_views', 'content_exports']
  loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy %I on %I to vixen_app using (owner_id = (select current_setting(''app.user_id'', true))) with check (owner_id = (select current_setting(''app.user_id'', true)))',
      name || '_app', name);
    execute format('create policy %I on %I to vixen_system using (true) with check (true)', name || '_system', name);
  end loop;
end
$$;
grant select, insert on piece_decisions to vixen_app, vixen_system;
grant select, insert, update, delete on piece_tags, saved_views, content_exports to vixen_app, vixen_system;
