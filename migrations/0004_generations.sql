-- One picture to be made, whatever it is for, and each purchase tried for it.
create table generations (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  kind text not null check (kind in ('candidate', 'dataset', 'piece')),
  subject_id text not null unique,
  batch_id text,
  model text not null,
  input jsonb not null,
  reference_key text,
  seed integer not null check (seed >= 0),
  status text not null default 'queued'
    check (status in ('queued', 'submitted', 'collecting', 'succeeded', 'failed', 'canceled')),
  attempts integer not null default 0,
  failures integer not null default 0,
  deadline_at timestamptz not null,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index generations_owner on generations (owner_id);
create index generations_avatar on generations (avatar_id);
create index generations_open on generations (deadline_at) where status in ('queued', 'submitted', 'collecting');

-- An attempt is written before the provider is called: its id travels in the webhook's address, and a
-- purchase whose outcome is unknown is searched for by seed before another may start.
create table attempts (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  subject_kind text not null check (subject_kind in ('generation', 'training')),
  subject_id text not null,
  batch_id text,
  provider text not null,
  model text not null,
  provider_id text,
  status text not null default 'claimed'
    check (status in ('claimed', 'unknown', 'submitted', 'succeeded', 'failed', 'canceled', 'lost')),
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  settled_at timestamptz
);
create index attempts_owner on attempts (owner_id);
create index attempts_avatar on attempts (avatar_id);
create index attempts_subject on attempts (subject_id);
create unique index attempts_one_open on attempts (subject_id) where status in ('claimed', 'unknown', 'submitted');
create unique index attempts_provider_id on attempts (provider, provider_id) where provider_id is not null;
create index attempts_due on attempts (deadline_at) where status in ('claimed', 'unknown', 'submitted');

do $$
declare
  name text;
begin
  foreach name in array array['generations', 'attempts']
  loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy %I on %I to vixen_app using (owner_id = (select current_setting(''app.user_id'', true))) with check (owner_id = (select current_setting(''app.user_id'', true)))',
      name || '_app', name);
    execute format('create policy %I on %I to vixen_system using (true) with check (true)', name || '_system', name);
    execute format('grant select, insert, update, delete on %I to vixen_app, vixen_system', name);
  end loop;
end
$$;
