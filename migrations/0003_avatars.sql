-- A persona and everything its setup makes: candidates, dataset, LoRA versions, identity.
create table avatars (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 60),
  niche text not null check (char_length(niche) between 1 and 120),
  style text not null check (char_length(style) between 1 and 200),
  language text not null check (language in ('es', 'en')),
  city text not null,
  country text not null,
  timezone text not null,
  -- Personas are fictional adults; no door may let a younger one in.
  age integer not null check (age >= 18 and age <= 99),
  seed integer not null check (seed >= 0),
  trigger_word text not null,
  preset text not null default 'balanced' check (preset in ('fast', 'balanced', 'best')),
  is_automatic boolean not null default false,
  status text not null default 'draft'
    check (status in ('draft', 'training', 'ready', 'failed', 'canceled', 'archived')),
  candidate_count integer not null default 4 check (candidate_count between 1 and 8),
  active_lora_version_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index avatars_owner on avatars (owner_id, id desc);

create table face_candidates (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  slot integer not null check (slot >= 0),
  revision integer not null default 0,
  seed integer not null,
  prompt text not null,
  generation_id text not null,
  status text not null default 'pending' check (status in ('pending', 'ready', 'rejected', 'failed')),
  reason text,
  media_key text,
  is_chosen boolean not null default false,
  superseded_at timestamptz,
  created_at timestamptz not null default now()
);
create index face_candidates_owner on face_candidates (owner_id);
create index face_candidates_avatar on face_candidates (avatar_id);
create unique index face_candidates_slot on face_candidates (avatar_id, slot) where superseded_at is null;
create unique index face_candidates_chosen on face_candidates (avatar_id) where is_chosen;

-- One run of the setup machine; a retry is a new run of the same get-or-do steps.
create table setup_runs (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'canceled')),
  execution_arn text,
  error_step text,
  error_code text,
  error_message text,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
create index setup_runs_owner on setup_runs (owner_id);
create index setup_runs_avatar on setup_runs (avatar_id, id desc);
create unique index setup_runs_one_running on setup_runs (avatar_id) where status = 'running';

create table setup_steps (
  run_id text not null references setup_runs (id) on delete cascade,
  step text not null,
  owner_id text not null references users (id) on delete cascade,
  status text not null check (status in ('running', 'succeeded', 'failed')),
  attempts integer not null default 1,
  error_code text,
  error_message text,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (run_id, step)
);
create index setup_steps_owner on setup_steps (owner_id);

create table datasets (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  seed integer not null,
  keep integer not null check (keep > 0),
  rounds integer not null default 1,
  status text not null default 'generating' check (status in ('generating', 'generated', 'curated', 'packed')),
  task_token text,
  report jsonb,
  zip_key text,
  zip_sha256 text,
  created_at timestamptz not null default now()
);
create index datasets_owner on datasets (owner_id);
create unique index datasets_avatar on datasets (avatar_id);

create table dataset_images (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  dataset_id text not null references datasets (id) on delete cascade,
  ordinal integer not null,
  cell text not null,
  prompt text not null,
  caption text not null,
  seed integer not null,
  generation_id text not null,
  status text not null default 'pending' check (status in ('pending', 'candidate', 'kept', 'rejected', 'failed')),
  reject_reason text,
  media_key text,
  phash text,
  sharpness real,
  identity_score real,
  is_frontal boolean,
  created_at timestamptz not null default now(),
  unique (dataset_id, ordinal)
);
create index dataset_images_owner on dataset_images (owner_id);
create index dataset_images_avatar on dataset_images (avatar_id);

create table lora_versions (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  dataset_id text not null references datasets (id) on delete cascade,
  version integer not null,
  status text not null default 'pending'
    check (status in ('pending', 'training', 'trained', 'ready', 'failed', 'canceled')),
  base_model text not null,
  trainer text not null,
  trainer_version text not null,
  parameters jsonb not null,
  dataset_sha256 text not null,
  destination text not null,
  task_token text,
  provider_version text,
  weights_url text,
  weights_key text,
  weights_sha256 text,
  weights_bytes bigint,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  trained_at timestamptz,
  unique (avatar_id, version)
);
create index lora_versions_owner on lora_versions (owner_id);
create index lora_versions_dataset on lora_versions (dataset_id);

alter table avatars add constraint avatars_active_lora_version
  foreign key (active_lora_version_id) references lora_versions (id) on delete set null;
create index avatars_active_lora_version on avatars (active_lora_version_id);

create table identity_components (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  kind text not null check (kind in ('bio', 'interests', 'occupation', 'location', 'backstory', 'tone')),
  value jsonb not null,
  origin text not null check (origin in ('typed', 'inferred', 'default', 'derived')),
  confidence real not null check (confidence between 0 and 1),
  is_locked boolean not null default false,
  updated_at timestamptz not null default now(),
  unique (avatar_id, kind)
);
create index identity_components_owner on identity_components (owner_id);

do $$
declare
  name text;
begin
  foreach name in array array['avatars', 'face_candidates', 'setup_runs', 'setup_steps', 'datasets', 'dataset_images', 'lora_versions', 'identity_components']
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
