-- A piece's picture lies where its verdict says: in the public bucket once the piece is ready and for everybody.
alter table content_pieces
  add column media_home text generated always as (
    case
      when tier = 'public' and status = 'ready' then 'public'
      -- The picture passed and only the copy is being judged: until then it stays where it lies.
      when tier = 'public' and status in ('queued', 'generating') and image_status = 'allow' then null
      else 'private'
    end
  ) stored;
create index content_pieces_misplaced on content_pieces (id) where media_bucket <> media_home;

-- Pictures on their way to the other bucket, or waiting to be deleted; the row goes when they are where they belong.
create table piece_placements (
  piece_id text primary key references content_pieces (id) on delete cascade,
  owner_id text not null references users (id) on delete cascade,
  status text not null default 'asked' check (status in ('asked', 'running')),
  attempts integer not null default 0,
  -- Pictures that the piece had before it was made anew.
  left_keys jsonb not null default '[]',
  due_at timestamptz not null
);
create index piece_placements_owner on piece_placements (owner_id);
create index piece_placements_due on piece_placements (due_at);

alter table piece_placements enable row level security;
create policy piece_placements_app on piece_placements to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy piece_placements_system on piece_placements to vixen_system using (true) with check (true);
grant select, insert, update, delete on piece_placements to vixen_app, vixen_system;
