-- Batches and their pieces. A piece's two halves (picture, copy) are stored apart, so that a failure in one
-- never buys the other again; its status follows from both.
create table content_batches (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  lora_version_id text not null references lora_versions (id) on delete cascade,
  requested integer not null check (requested between 1 and 200),
  seed integer not null,
  status text not null default 'running' check (status in ('running', 'finished', 'canceled')),
  estimate_nanos bigint not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index content_batches_owner on content_batches (owner_id, id desc);
create index content_batches_avatar on content_batches (avatar_id);
create index content_batches_lora_version on content_batches (lora_version_id);

create table content_pieces (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  batch_id text not null references content_batches (id) on delete cascade,
  lora_version_id text not null references lora_versions (id) on delete cascade,
  ordinal integer not null,
  template_id text not null,
  template_version integer not null,
  prompt text not null,
  ratio text not null,
  tier text not null check (tier in ('public', 'subscriber', 'pack', 'custom')),
  status text not null default 'queued'
    check (status in ('queued', 'generating', 'ready', 'review', 'blocked', 'failed', 'canceled')),
  image_status text not null default 'pending' check (image_status in ('pending', 'allow', 'review', 'block', 'failed')),
  copy_status text not null default 'pending' check (copy_status in ('pending', 'allow', 'review', 'block', 'failed')),
  copy_attempts integer not null default 0,
  copy_deadline_at timestamptz not null,
  generation_id text not null,
  hook text,
  reasons jsonb not null default '[]',
  media_key text,
  media_bucket text check (media_bucket in ('private', 'public')),
  cdn_url text,
  width integer,
  height integer,
  phash text,
  -- Disclosure is not an option of a piece.
  is_ai_generated boolean not null default true check (is_ai_generated),
  provenance text not null default 'trainedAlgorithmicMedia' check (provenance = 'trainedAlgorithmicMedia'),
  failure_code text,
  failure_message text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (batch_id, ordinal)
);
create index content_pieces_owner on content_pieces (owner_id, id desc);
create index content_pieces_avatar on content_pieces (avatar_id, id desc);
create index content_pieces_lora_version on content_pieces (lora_version_id);
create index content_pieces_copy_due on content_pieces (copy_deadline_at) where copy_status = 'pending';

-- What the safety checks said, with the scores and the version of the rules; never rewritten.
create table moderation_verdicts (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text not null references avatars (id) on delete cascade,
  subject_id text not null,
  place text not null check (place in ('prompt', 'image', 'text')),
  content_sha256 text not null,
  verdict text not null check (verdict in ('allow', 'review', 'block')),
  reasons jsonb not null,
  scores jsonb not null,
  model text not null,
  policy_version text not null,
  created_at timestamptz not null default now(),
  unique (subject_id, place, content_sha256)
);
create index moderation_verdicts_owner on moderation_verdicts (owner_id);
create index moderation_verdicts_avatar on moderation_verdicts (avatar_id);

do $$
declare
  name text;
begin
  foreach name in array array['content_batches', 'content_pieces', 'moderation_verdicts']
  loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy %I on %I to vixen_app using (owner_id = (select current_setting(''app.user_id'', true))) with check (owner_id = (select current_setting(''app.user_id'', true)))',
      name || '_app', name);
    execute format('create policy %I on %I to vixen_system using (true) with check (true)', name || '_system', name);
  end loop;
end
$$;
grant select, insert, update, delete on content_batches, content_pieces to vixen_app, vixen_system;
grant select, insert on moderation_verdicts to vixen_app, vixen_system;
