-- A person's part in a persona: edits of the identity, review of the dataset, further versions of the model.
alter table avatars
  -- Counts every change of the identity, so that a stale form is refused and not written over a newer one.
  add column identity_version integer not null default 1,
  -- Ends the setup after curation as `review`; it goes on by a new run once a person has approved the dataset.
  add column reviews_dataset boolean not null default false,
  -- The version that the next training has to reach; a trained one below it is not taken for the result.
  add column wanted_lora_version integer not null default 1;
alter table avatars drop constraint avatars_status_check;
alter table avatars add constraint avatars_status_check
  check (status in ('draft', 'training', 'review', 'ready', 'failed', 'canceled', 'archived'));

alter table setup_runs
  add column purpose text not null default 'setup' check (purpose in ('setup', 'training'));
alter table setup_runs drop constraint setup_runs_status_check;
alter table setup_runs add constraint setup_runs_status_check
  check (status in ('running', 'paused', 'succeeded', 'failed', 'canceled'));

alter table datasets add column reviewed_at timestamptz;
alter table dataset_images
  add column revision integer not null default 1,
  add column decided_by text not null default 'curator' check (decided_by in ('curator', 'person')),
  -- The picture of the same cell that this one was made for.
  add column replaces text references dataset_images (id) on delete set null;
create index dataset_images_replaces on dataset_images (replaces);

alter table lora_versions
  -- Which zip it was trained from: the dataset may have another one by now.
  add column dataset_key text,
  add column dataset_images integer;

-- Which model wrote a text; null for what a person typed.
alter table identity_components add column model text;

-- One rewriting of what is not locked, from the request to what came of it.
create table identity_writes (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  status text not null default 'queued' check (status in ('queued', 'writing', 'succeeded', 'failed')),
  kinds jsonb not null,
  contradictions jsonb not null default '[]',
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  ended_at timestamptz
);
create index identity_writes_owner on identity_writes (owner_id);
create index identity_writes_avatar on identity_writes (avatar_id, id desc);
create unique index identity_writes_one_open on identity_writes (avatar_id) where status in ('queued', 'writing');
alter table identity_writes enable row level security;
create policy identity_writes_app on identity_writes to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy identity_writes_system on identity_writes to vixen_system using (true) with check (true);
grant select, insert, update, delete on identity_writes to vixen_app, vixen_system;
