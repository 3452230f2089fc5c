-- Written by scripts/database/dump-schema.ts after the last migration; never by hand, never run.

-- Extensions

extension vector;

-- Roles

role vixen_app nologin;
role vixen_login login noinherit member of vixen_app, vixen_system;
role vixen_system nologin;

-- Schema

grant usage on schema public to public;
grant usage on schema public to vixen_app;
grant usage on schema public to vixen_system;

-- Tables

create table activity (
  owner_id text not null,
  transaction_id xid8 not null,
  kind text not null,
  subject_id text not null,
  created_at timestamp with time zone not null default now(),
  constraint activity_kind_check CHECK ((kind = ANY (ARRAY['avatar'::text, 'candidates'::text, 'dataset'::text, 'batch'::text, 'export'::text, 'costs'::text, 'notices'::text]))),
  constraint activity_pkey PRIMARY KEY (owner_id, transaction_id, kind, subject_id)
);
alter table activity enable row level security;
create policy activity_app on activity for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy activity_system on activity for all to vixen_system using true with check true;
grant insert, select on activity to vixen_app;
grant delete, insert, select on activity to vixen_system;

create table attempts (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  subject_kind text not null,
  subject_id text not null,
  batch_id text,
  provider text not null,
  model text not null,
  provider_id text,
  status text not null default 'claimed'::text,
  error_code text,
  error_message text,
  created_at timestamp with time zone not null default now(),
  deadline_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  expected_nanos bigint not null default 0,
  constraint attempts_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint attempts_expected_nanos_check CHECK ((expected_nanos >= 0)),
  constraint attempts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint attempts_pkey PRIMARY KEY (id),
  constraint attempts_status_check CHECK ((status = ANY (ARRAY['claimed'::text, 'unknown'::text, 'submitted'::text, 'succeeded'::text, 'failed'::text, 'canceled'::text, 'lost'::text]))),
  constraint attempts_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['generation'::text, 'training'::text])))
);
CREATE INDEX attempts_avatar ON public.attempts USING btree (avatar_id);
CREATE INDEX attempts_batch ON public.attempts USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX attempts_due ON public.attempts USING btree (deadline_at) WHERE (status = ANY (ARRAY['claimed'::text, 'unknown'::text, 'submitted'::text]));
CREATE UNIQUE INDEX attempts_one_open ON public.attempts USING btree (subject_id) WHERE (status = ANY (ARRAY['claimed'::text, 'unknown'::text, 'submitted'::text]));
CREATE INDEX attempts_owner ON public.attempts USING btree (owner_id);
CREATE UNIQUE INDEX attempts_provider_id ON public.attempts USING btree (provider, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX attempts_subject ON public.attempts USING btree (subject_id);
alter table attempts enable row level security;
create policy attempts_app on attempts for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy attempts_system on attempts for all to vixen_system using true with check true;
grant delete, insert, select, update on attempts to vixen_app;
grant delete, insert, select, update on attempts to vixen_system;

create table avatar_drafts (
  id text not null,
  owner_id text not null,
  step text not null,
  fields jsonb not null default '{}'::jsonb,
  avatar_id text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint avatar_drafts_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint avatar_drafts_fields_check CHECK ((COALESCE(((fields ->> 'age'::text))::integer, 18) >= 18)),
  constraint avatar_drafts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint avatar_drafts_pkey PRIMARY KEY (id),
  constraint avatar_drafts_step_check CHECK ((step = ANY (ARRAY['identity'::text, 'character'::text, 'place'::text])))
);
CREATE INDEX avatar_drafts_avatar ON public.avatar_drafts USING btree (avatar_id);
CREATE INDEX avatar_drafts_owner ON public.avatar_drafts USING btree (owner_id, id DESC);
CREATE TRIGGER avatar_drafts_noted_delete AFTER DELETE ON public.avatar_drafts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_drafts();
CREATE TRIGGER avatar_drafts_noted_insert AFTER INSERT ON public.avatar_drafts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_drafts();
CREATE TRIGGER avatar_drafts_noted_update AFTER UPDATE ON public.avatar_drafts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_drafts();
alter table avatar_drafts enable row level security;
create policy avatar_drafts_app on avatar_drafts for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy avatar_drafts_system on avatar_drafts for all to vixen_system using true with check true;
grant delete, insert, select, update on avatar_drafts to vixen_app;
grant delete, insert, select, update on avatar_drafts to vixen_system;

create table avatar_removals (
  avatar_id text not null,
  owner_id text not null,
  attempts jsonb not null default '[]'::jsonb,
  status text not null default 'pending'::text,
  rounds integer not null default 0,
  files_deleted integer not null default 0,
  due_at timestamp with time zone not null,
  requested_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  models jsonb not null default '[]'::jsonb,
  models_deleted integer not null default 0,
  constraint avatar_removals_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint avatar_removals_pkey PRIMARY KEY (avatar_id),
  constraint avatar_removals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'swept'::text, 'finished'::text])))
);
CREATE INDEX avatar_removals_due ON public.avatar_removals USING btree (due_at) WHERE (status <> 'finished'::text);
CREATE INDEX avatar_removals_owner ON public.avatar_removals USING btree (owner_id);
CREATE TRIGGER avatar_removals_noted_insert AFTER INSERT ON public.avatar_removals REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER avatar_removals_noted_update AFTER UPDATE ON public.avatar_removals REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
alter table avatar_removals enable row level security;
create policy avatar_removals_app on avatar_removals for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy avatar_removals_system on avatar_removals for all to vixen_system using true with check true;
grant delete, insert, select, update on avatar_removals to vixen_app;
grant delete, insert, select, update on avatar_removals to vixen_system;

create table avatars (
  id text not null,
  owner_id text not null,
  name text not null,
  niche text not null,
  style text not null,
  language text not null,
  city text not null,
  country text not null,
  timezone text not null,
  age integer not null,
  seed integer not null,
  trigger_word text not null,
  preset text not null default 'balanced'::text,
  is_automatic boolean not null default false,
  status text not null default 'draft'::text,
  candidate_count integer not null default 4,
  active_lora_version_id text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  cost_cap_cents integer,
  identity_version integer not null default 1,
  reviews_dataset boolean not null default false,
  wanted_lora_version integer not null default 1,
  setup_estimate_nanos bigint,
  constraint avatars_active_lora_version FOREIGN KEY (active_lora_version_id) REFERENCES lora_versions(id) ON DELETE SET NULL,
  constraint avatars_age_check CHECK (((age >= 18) AND (age <= 99))),
  constraint avatars_candidate_count_check CHECK (((candidate_count >= 1) AND (candidate_count <= 8))),
  constraint avatars_cost_cap_cents_check CHECK (((cost_cap_cents >= 1) AND (cost_cap_cents <= 10000000))),
  constraint avatars_language_check CHECK ((language = ANY (ARRAY['es'::text, 'en'::text]))),
  constraint avatars_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  constraint avatars_niche_check CHECK (((char_length(niche) >= 1) AND (char_length(niche) <= 120))),
  constraint avatars_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint avatars_pkey PRIMARY KEY (id),
  constraint avatars_preset_check CHECK ((preset = ANY (ARRAY['fast'::text, 'balanced'::text, 'best'::text]))),
  constraint avatars_seed_check CHECK ((seed >= 0)),
  constraint avatars_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'training'::text, 'review'::text, 'ready'::text, 'failed'::text, 'canceled'::text, 'archived'::text]))),
  constraint avatars_style_check CHECK (((char_length(style) >= 1) AND (char_length(style) <= 200)))
);
CREATE INDEX avatars_active_lora_version ON public.avatars USING btree (active_lora_version_id);
CREATE INDEX avatars_owner ON public.avatars USING btree (owner_id, id DESC);
CREATE TRIGGER avatars_noted_delete AFTER DELETE ON public.avatars REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatars();
CREATE TRIGGER avatars_noted_insert AFTER INSERT ON public.avatars REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatars();
CREATE TRIGGER avatars_noted_update AFTER UPDATE ON public.avatars REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatars();
alter table avatars enable row level security;
create policy avatars_app on avatars for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy avatars_system on avatars for all to vixen_system using true with check true;
grant delete, insert, select, update on avatars to vixen_app;
grant delete, insert, select, update on avatars to vixen_system;

create table content_batches (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  lora_version_id text not null,
  requested integer not null,
  seed integer not null,
  status text not null default 'running'::text,
  estimate_nanos bigint not null,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  resumed_at timestamp with time zone,
  ended_counts jsonb,
  constraint content_batches_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint content_batches_lora_version_id_fkey FOREIGN KEY (lora_version_id) REFERENCES lora_versions(id) ON DELETE CASCADE,
  constraint content_batches_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint content_batches_pkey PRIMARY KEY (id),
  constraint content_batches_requested_check CHECK (((requested >= 1) AND (requested <= 200))),
  constraint content_batches_status_check CHECK ((status = ANY (ARRAY['running'::text, 'finished'::text, 'canceled'::text])))
);
CREATE INDEX content_batches_avatar ON public.content_batches USING btree (avatar_id);
CREATE INDEX content_batches_finished ON public.content_batches USING btree (owner_id, finished_at DESC) WHERE (status = 'finished'::text);
CREATE INDEX content_batches_lora_version ON public.content_batches USING btree (lora_version_id);
CREATE INDEX content_batches_owner ON public.content_batches USING btree (owner_id, id DESC);
CREATE TRIGGER content_batches_noted_delete AFTER DELETE ON public.content_batches REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_batches();
CREATE TRIGGER content_batches_noted_insert AFTER INSERT ON public.content_batches REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_batches();
CREATE TRIGGER content_batches_noted_update AFTER UPDATE ON public.content_batches REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_batches();
alter table content_batches enable row level security;
create policy content_batches_app on content_batches for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy content_batches_system on content_batches for all to vixen_system using true with check true;
grant delete, insert, select, update on content_batches to vixen_app;
grant delete, insert, select, update on content_batches to vixen_system;

create table content_exports (
  id text not null,
  owner_id text not null,
  status text not null default 'queued'::text,
  piece_ids jsonb not null,
  requested integer not null,
  packed integer not null default 0,
  attempts integer not null default 0,
  deadline_at timestamp with time zone not null,
  media_key text,
  bytes bigint,
  error_code text,
  error_message text,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  constraint content_exports_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint content_exports_pkey PRIMARY KEY (id),
  constraint content_exports_requested_check CHECK (((requested >= 1) AND (requested <= 1000))),
  constraint content_exports_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'ready'::text, 'failed'::text, 'canceled'::text, 'expired'::text])))
);
CREATE INDEX content_exports_expired ON public.content_exports USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX content_exports_open ON public.content_exports USING btree (deadline_at) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX content_exports_owner ON public.content_exports USING btree (owner_id, id DESC);
CREATE TRIGGER content_exports_noted_delete AFTER DELETE ON public.content_exports REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_exports();
CREATE TRIGGER content_exports_noted_insert AFTER INSERT ON public.content_exports REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_exports();
CREATE TRIGGER content_exports_noted_update AFTER UPDATE ON public.content_exports REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_exports();
alter table content_exports enable row level security;
create policy content_exports_app on content_exports for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy content_exports_system on content_exports for all to vixen_system using true with check true;
grant delete, insert, select, update on content_exports to vixen_app;
grant delete, insert, select, update on content_exports to vixen_system;

create table content_pieces (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  batch_id text not null,
  lora_version_id text not null,
  ordinal integer not null,
  template_id text not null,
  template_version integer not null,
  prompt text not null,
  ratio text not null,
  tier text not null,
  status text not null default 'queued'::text,
  image_status text not null default 'pending'::text,
  copy_status text not null default 'pending'::text,
  copy_attempts integer not null default 0,
  copy_deadline_at timestamp with time zone not null,
  generation_id text not null,
  hook text,
  reasons jsonb not null default '[]'::jsonb,
  media_key text,
  media_bucket text,
  cdn_url text,
  width integer,
  height integer,
  phash text,
  is_ai_generated boolean not null default true,
  provenance text not null default 'trainedAlgorithmicMedia'::text,
  failure_code text,
  failure_message text,
  created_at timestamp with time zone not null default now(),
  settled_at timestamp with time zone,
  caption text,
  copy_origin text not null default 'written'::text,
  identity_score real,
  decision text,
  decision_reason text,
  decided_by text,
  decided_at timestamp with time zone,
  media_home text generated always as (
CASE
    WHEN ((tier = 'public'::text) AND (status = 'ready'::text)) THEN 'public'::text
    WHEN ((tier = 'public'::text) AND (status = ANY (ARRAY['queued'::text, 'generating'::text])) AND (image_status = 'allow'::text)) THEN NULL::text
    ELSE 'private'::text
END),
  copy_waits integer not null default 0,
  constraint content_pieces_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint content_pieces_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES content_batches(id) ON DELETE CASCADE,
  constraint content_pieces_batch_id_ordinal_key UNIQUE (batch_id, ordinal),
  constraint content_pieces_caption_check CHECK ((char_length(caption) <= 2200)),
  constraint content_pieces_copy_origin_check CHECK ((copy_origin = ANY (ARRAY['written'::text, 'edited'::text]))),
  constraint content_pieces_copy_status_check CHECK ((copy_status = ANY (ARRAY['pending'::text, 'allow'::text, 'review'::text, 'block'::text, 'failed'::text]))),
  constraint content_pieces_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'rejected'::text]))),
  constraint content_pieces_decision_reason_check CHECK ((char_length(decision_reason) <= 500)),
  constraint content_pieces_image_status_check CHECK ((image_status = ANY (ARRAY['pending'::text, 'allow'::text, 'review'::text, 'block'::text, 'failed'::text]))),
  constraint content_pieces_is_ai_generated_check CHECK (is_ai_generated),
  constraint content_pieces_lora_version_id_fkey FOREIGN KEY (lora_version_id) REFERENCES lora_versions(id) ON DELETE CASCADE,
  constraint content_pieces_media_bucket_check CHECK ((media_bucket = ANY (ARRAY['private'::text, 'public'::text]))),
  constraint content_pieces_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint content_pieces_pkey PRIMARY KEY (id),
  constraint content_pieces_provenance_check CHECK ((provenance = 'trainedAlgorithmicMedia'::text)),
  constraint content_pieces_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'generating'::text, 'ready'::text, 'review'::text, 'rejected'::text, 'blocked'::text, 'failed'::text, 'canceled'::text]))),
  constraint content_pieces_tier_check CHECK ((tier = ANY (ARRAY['public'::text, 'subscriber'::text, 'pack'::text, 'custom'::text])))
);
CREATE INDEX content_pieces_avatar ON public.content_pieces USING btree (avatar_id, id DESC);
CREATE INDEX content_pieces_copy_due ON public.content_pieces USING btree (copy_deadline_at) WHERE (copy_status = 'pending'::text);
CREATE INDEX content_pieces_lora_version ON public.content_pieces USING btree (lora_version_id);
CREATE INDEX content_pieces_misplaced ON public.content_pieces USING btree (id) WHERE (media_bucket <> media_home);
CREATE INDEX content_pieces_owner ON public.content_pieces USING btree (owner_id, id DESC);
CREATE INDEX content_pieces_status ON public.content_pieces USING btree (owner_id, status, id DESC);
CREATE INDEX content_pieces_waiting ON public.content_pieces USING btree (owner_id, batch_id) WHERE (status = ANY (ARRAY['review'::text, 'failed'::text]));
CREATE TRIGGER content_pieces_noted_delete AFTER DELETE ON public.content_pieces REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_pieces();
CREATE TRIGGER content_pieces_noted_insert AFTER INSERT ON public.content_pieces REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_pieces();
CREATE TRIGGER content_pieces_noted_update AFTER UPDATE ON public.content_pieces REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_pieces();
alter table content_pieces enable row level security;
create policy content_pieces_app on content_pieces for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy content_pieces_system on content_pieces for all to vixen_system using true with check true;
grant delete, insert, select, update on content_pieces to vixen_app;
grant delete, insert, select, update on content_pieces to vixen_system;

create table cost_entries (
  id text not null,
  owner_id text not null,
  avatar_id text,
  batch_id text,
  subject_id text,
  kind text not null,
  provider text not null,
  model text not null,
  unit text not null,
  quantity bigint not null,
  price_version text not null,
  amount_nanos bigint not null,
  currency text not null default 'usd'::text,
  provider_ref text not null,
  created_at timestamp with time zone not null default now(),
  constraint cost_entries_amount_nanos_check CHECK ((amount_nanos >= 0)),
  constraint cost_entries_currency_check CHECK ((currency = 'usd'::text)),
  constraint cost_entries_kind_check CHECK ((kind = ANY (ARRAY['image'::text, 'training'::text, 'text'::text, 'embedding'::text, 'moderation'::text, 'face'::text, 'storage'::text, 'mail'::text]))),
  constraint cost_entries_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint cost_entries_pkey PRIMARY KEY (id),
  constraint cost_entries_provider_provider_ref_unit_key UNIQUE (provider, provider_ref, unit),
  constraint cost_entries_quantity_check CHECK ((quantity >= 0))
);
CREATE INDEX cost_entries_avatar_amount ON public.cost_entries USING btree (avatar_id) INCLUDE (amount_nanos);
CREATE INDEX cost_entries_batch ON public.cost_entries USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX cost_entries_owner ON public.cost_entries USING btree (owner_id, id DESC);
CREATE INDEX cost_entries_owner_created ON public.cost_entries USING btree (owner_id, created_at);
CREATE INDEX cost_entries_subject ON public.cost_entries USING btree (subject_id) WHERE (subject_id IS NOT NULL);
CREATE TRIGGER cost_entries_noted_delete AFTER DELETE ON public.cost_entries REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_owners('costs');
CREATE TRIGGER cost_entries_noted_insert AFTER INSERT ON public.cost_entries REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_owners('costs');
CREATE TRIGGER cost_entries_noted_update AFTER UPDATE ON public.cost_entries REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_owners('costs');
alter table cost_entries enable row level security;
create policy cost_entries_app on cost_entries for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy cost_entries_system on cost_entries for all to vixen_system using true with check true;
grant insert, select on cost_entries to vixen_app;
grant insert, select on cost_entries to vixen_system;

create table dataset_images (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  dataset_id text not null,
  ordinal integer not null,
  cell text not null,
  prompt text not null,
  caption text not null,
  seed integer not null,
  generation_id text not null,
  status text not null default 'pending'::text,
  reject_reason text,
  media_key text,
  phash text,
  sharpness real,
  identity_score real,
  is_frontal boolean,
  created_at timestamp with time zone not null default now(),
  revision integer not null default 1,
  decided_by text not null default 'curator'::text,
  replaces text,
  constraint dataset_images_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint dataset_images_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES datasets(id) ON DELETE CASCADE,
  constraint dataset_images_dataset_id_ordinal_key UNIQUE (dataset_id, ordinal),
  constraint dataset_images_decided_by_check CHECK ((decided_by = ANY (ARRAY['curator'::text, 'person'::text]))),
  constraint dataset_images_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint dataset_images_pkey PRIMARY KEY (id),
  constraint dataset_images_replaces_fkey FOREIGN KEY (replaces) REFERENCES dataset_images(id) ON DELETE SET NULL,
  constraint dataset_images_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'candidate'::text, 'kept'::text, 'rejected'::text, 'failed'::text])))
);
CREATE INDEX dataset_images_avatar ON public.dataset_images USING btree (avatar_id);
CREATE INDEX dataset_images_owner ON public.dataset_images USING btree (owner_id);
CREATE INDEX dataset_images_replaces ON public.dataset_images USING btree (replaces);
CREATE TRIGGER dataset_images_noted_delete AFTER DELETE ON public.dataset_images REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('dataset');
CREATE TRIGGER dataset_images_noted_insert AFTER INSERT ON public.dataset_images REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('dataset');
CREATE TRIGGER dataset_images_noted_update AFTER UPDATE ON public.dataset_images REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('dataset');
alter table dataset_images enable row level security;
create policy dataset_images_app on dataset_images for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy dataset_images_system on dataset_images for all to vixen_system using true with check true;
grant delete, insert, select, update on dataset_images to vixen_app;
grant delete, insert, select, update on dataset_images to vixen_system;

create table datasets (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  seed integer not null,
  keep integer not null,
  rounds integer not null default 1,
  status text not null default 'generating'::text,
  task_token text,
  report jsonb,
  zip_key text,
  zip_sha256 text,
  created_at timestamp with time zone not null default now(),
  reviewed_at timestamp with time zone,
  constraint datasets_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint datasets_keep_check CHECK ((keep > 0)),
  constraint datasets_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint datasets_pkey PRIMARY KEY (id),
  constraint datasets_status_check CHECK ((status = ANY (ARRAY['generating'::text, 'generated'::text, 'curated'::text, 'packed'::text])))
);
CREATE UNIQUE INDEX datasets_avatar ON public.datasets USING btree (avatar_id);
CREATE INDEX datasets_owner ON public.datasets USING btree (owner_id);
CREATE TRIGGER datasets_noted_delete AFTER DELETE ON public.datasets REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('dataset');
CREATE TRIGGER datasets_noted_insert AFTER INSERT ON public.datasets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('dataset');
CREATE TRIGGER datasets_noted_update AFTER UPDATE ON public.datasets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('dataset');
alter table datasets enable row level security;
create policy datasets_app on datasets for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy datasets_system on datasets for all to vixen_system using true with check true;
grant delete, insert, select, update on datasets to vixen_app;
grant delete, insert, select, update on datasets to vixen_system;

create table email_tokens (
  id text not null,
  owner_id text not null,
  purpose text not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  password_hash text,
  claimed_until timestamp with time zone,
  sent_at timestamp with time zone,
  constraint email_tokens_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint email_tokens_pkey PRIMARY KEY (id),
  constraint email_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['confirm'::text, 'known'::text, 'reset'::text, 'changed'::text]))),
  constraint email_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX email_tokens_owner ON public.email_tokens USING btree (owner_id);
alter table email_tokens enable row level security;
create policy email_tokens_app on email_tokens for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy email_tokens_system on email_tokens for all to vixen_system using true with check true;
grant insert, select, update on email_tokens to vixen_app;
grant delete, insert, select, update on email_tokens to vixen_system;

create table face_candidates (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  slot integer not null,
  revision integer not null default 0,
  seed integer not null,
  prompt text not null,
  generation_id text not null,
  status text not null default 'pending'::text,
  reason text,
  media_key text,
  is_chosen boolean not null default false,
  superseded_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint face_candidates_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint face_candidates_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint face_candidates_pkey PRIMARY KEY (id),
  constraint face_candidates_slot_check CHECK ((slot >= 0)),
  constraint face_candidates_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'ready'::text, 'rejected'::text, 'failed'::text])))
);
CREATE INDEX face_candidates_avatar ON public.face_candidates USING btree (avatar_id);
CREATE UNIQUE INDEX face_candidates_chosen ON public.face_candidates USING btree (avatar_id) WHERE is_chosen;
CREATE INDEX face_candidates_owner ON public.face_candidates USING btree (owner_id);
CREATE UNIQUE INDEX face_candidates_slot ON public.face_candidates USING btree (avatar_id, slot) WHERE (superseded_at IS NULL);
CREATE TRIGGER face_candidates_noted_delete AFTER DELETE ON public.face_candidates REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('candidates');
CREATE TRIGGER face_candidates_noted_insert AFTER INSERT ON public.face_candidates REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('candidates');
CREATE TRIGGER face_candidates_noted_update AFTER UPDATE ON public.face_candidates REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('candidates');
alter table face_candidates enable row level security;
create policy face_candidates_app on face_candidates for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy face_candidates_system on face_candidates for all to vixen_system using true with check true;
grant delete, insert, select, update on face_candidates to vixen_app;
grant delete, insert, select, update on face_candidates to vixen_system;

create table generations (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  kind text not null,
  subject_id text not null,
  batch_id text,
  model text not null,
  input jsonb not null,
  reference_key text,
  seed integer not null,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  failures integer not null default 0,
  deadline_at timestamp with time zone not null,
  error_code text,
  error_message text,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  collecting_until timestamp with time zone,
  constraint generations_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint generations_kind_check CHECK ((kind = ANY (ARRAY['candidate'::text, 'dataset'::text, 'piece'::text]))),
  constraint generations_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint generations_pkey PRIMARY KEY (id),
  constraint generations_seed_check CHECK ((seed >= 0)),
  constraint generations_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'submitted'::text, 'collecting'::text, 'succeeded'::text, 'failed'::text, 'canceled'::text]))),
  constraint generations_subject_id_key UNIQUE (subject_id)
);
CREATE INDEX generations_avatar ON public.generations USING btree (avatar_id);
CREATE INDEX generations_open ON public.generations USING btree (deadline_at) WHERE (status = ANY (ARRAY['queued'::text, 'submitted'::text, 'collecting'::text]));
CREATE INDEX generations_owner ON public.generations USING btree (owner_id);
alter table generations enable row level security;
create policy generations_app on generations for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy generations_system on generations for all to vixen_system using true with check true;
grant delete, insert, select, update on generations to vixen_app;
grant delete, insert, select, update on generations to vixen_system;

create table idempotency_keys (
  owner_id text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  response jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (owner_id, key)
);
CREATE INDEX idempotency_keys_created ON public.idempotency_keys USING btree (created_at);
alter table idempotency_keys enable row level security;
create policy idempotency_keys_app on idempotency_keys for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy idempotency_keys_system on idempotency_keys for all to vixen_system using true with check true;
grant insert, select on idempotency_keys to vixen_app;
grant delete, select on idempotency_keys to vixen_system;

create table identity_components (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  kind text not null,
  value jsonb not null,
  origin text not null,
  confidence real not null,
  is_locked boolean not null default false,
  updated_at timestamp with time zone not null default now(),
  model text,
  verdict text,
  reasons jsonb not null default '[]'::jsonb,
  check_deadline_at timestamp with time zone,
  constraint identity_components_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint identity_components_avatar_id_kind_key UNIQUE (avatar_id, kind),
  constraint identity_components_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
  constraint identity_components_kind_check CHECK ((kind = ANY (ARRAY['bio'::text, 'interests'::text, 'occupation'::text, 'location'::text, 'backstory'::text, 'tone'::text]))),
  constraint identity_components_origin_check CHECK ((origin = ANY (ARRAY['typed'::text, 'inferred'::text, 'default'::text, 'derived'::text]))),
  constraint identity_components_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint identity_components_pkey PRIMARY KEY (id),
  constraint identity_components_verdict_check CHECK ((verdict = ANY (ARRAY['allow'::text, 'review'::text, 'block'::text])))
);
CREATE INDEX identity_components_owner ON public.identity_components USING btree (owner_id);
CREATE INDEX identity_components_unchecked ON public.identity_components USING btree (check_deadline_at) WHERE (verdict IS NULL);
CREATE TRIGGER identity_components_noted_delete AFTER DELETE ON public.identity_components REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER identity_components_noted_insert AFTER INSERT ON public.identity_components REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER identity_components_noted_update AFTER UPDATE ON public.identity_components REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
alter table identity_components enable row level security;
create policy identity_components_app on identity_components for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy identity_components_system on identity_components for all to vixen_system using true with check true;
grant delete, insert, select, update on identity_components to vixen_app;
grant delete, insert, select, update on identity_components to vixen_system;

create table identity_writes (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  status text not null default 'queued'::text,
  kinds jsonb not null,
  contradictions jsonb not null default '[]'::jsonb,
  error_code text,
  error_message text,
  created_at timestamp with time zone not null default now(),
  deadline_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint identity_writes_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint identity_writes_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint identity_writes_pkey PRIMARY KEY (id),
  constraint identity_writes_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'writing'::text, 'succeeded'::text, 'failed'::text])))
);
CREATE INDEX identity_writes_avatar ON public.identity_writes USING btree (avatar_id, id DESC);
CREATE UNIQUE INDEX identity_writes_one_open ON public.identity_writes USING btree (avatar_id) WHERE (status = ANY (ARRAY['queued'::text, 'writing'::text]));
CREATE INDEX identity_writes_owner ON public.identity_writes USING btree (owner_id);
CREATE TRIGGER identity_writes_noted_delete AFTER DELETE ON public.identity_writes REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER identity_writes_noted_insert AFTER INSERT ON public.identity_writes REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER identity_writes_noted_update AFTER UPDATE ON public.identity_writes REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
alter table identity_writes enable row level security;
create policy identity_writes_app on identity_writes for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy identity_writes_system on identity_writes for all to vixen_system using true with check true;
grant delete, insert, select, update on identity_writes to vixen_app;
grant delete, insert, select, update on identity_writes to vixen_system;

create table lora_versions (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  dataset_id text not null,
  version integer not null,
  status text not null default 'pending'::text,
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
  created_at timestamp with time zone not null default now(),
  trained_at timestamp with time zone,
  dataset_key text,
  dataset_images integer,
  steps_done integer,
  steps_read_at timestamp with time zone,
  steps_first integer,
  steps_first_at timestamp with time zone,
  constraint lora_versions_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint lora_versions_avatar_id_version_key UNIQUE (avatar_id, version),
  constraint lora_versions_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES datasets(id) ON DELETE CASCADE,
  constraint lora_versions_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint lora_versions_pkey PRIMARY KEY (id),
  constraint lora_versions_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'training'::text, 'trained'::text, 'ready'::text, 'failed'::text, 'canceled'::text]))),
  constraint lora_versions_steps_done_check CHECK ((steps_done >= 0)),
  constraint lora_versions_steps_first_check CHECK ((steps_first >= 0))
);
CREATE INDEX lora_versions_dataset ON public.lora_versions USING btree (dataset_id);
CREATE INDEX lora_versions_owner ON public.lora_versions USING btree (owner_id);
CREATE TRIGGER lora_versions_noted_delete AFTER DELETE ON public.lora_versions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER lora_versions_noted_insert AFTER INSERT ON public.lora_versions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER lora_versions_noted_update AFTER UPDATE ON public.lora_versions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
alter table lora_versions enable row level security;
create policy lora_versions_app on lora_versions for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy lora_versions_system on lora_versions for all to vixen_system using true with check true;
grant delete, insert, select, update on lora_versions to vixen_app;
grant delete, insert, select, update on lora_versions to vixen_system;

create table moderation_verdicts (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  subject_id text not null,
  place text not null,
  content_sha256 text not null,
  verdict text not null,
  reasons jsonb not null,
  scores jsonb not null,
  model text not null,
  policy_version text not null,
  created_at timestamp with time zone not null default now(),
  constraint moderation_verdicts_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint moderation_verdicts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint moderation_verdicts_pkey PRIMARY KEY (id),
  constraint moderation_verdicts_place_check CHECK ((place = ANY (ARRAY['prompt'::text, 'image'::text, 'text'::text, 'face'::text]))),
  constraint moderation_verdicts_subject_id_place_content_sha256_key UNIQUE (subject_id, place, content_sha256),
  constraint moderation_verdicts_verdict_check CHECK ((verdict = ANY (ARRAY['allow'::text, 'review'::text, 'block'::text])))
);
CREATE INDEX moderation_verdicts_avatar_newest ON public.moderation_verdicts USING btree (avatar_id, id DESC);
CREATE INDEX moderation_verdicts_owner ON public.moderation_verdicts USING btree (owner_id);
alter table moderation_verdicts enable row level security;
create policy moderation_verdicts_app on moderation_verdicts for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy moderation_verdicts_system on moderation_verdicts for all to vixen_system using true with check true;
grant insert, select on moderation_verdicts to vixen_app;
grant insert, select on moderation_verdicts to vixen_system;

create table notice_marks (
  owner_id text not null,
  read_at timestamp with time zone not null,
  constraint notice_marks_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint notice_marks_pkey PRIMARY KEY (owner_id)
);
CREATE TRIGGER notice_marks_noted_delete AFTER DELETE ON public.notice_marks REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_owners('notices');
CREATE TRIGGER notice_marks_noted_insert AFTER INSERT ON public.notice_marks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_owners('notices');
CREATE TRIGGER notice_marks_noted_update AFTER UPDATE ON public.notice_marks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_owners('notices');
alter table notice_marks enable row level security;
create policy notice_marks_app on notice_marks for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy notice_marks_system on notice_marks for all to vixen_system using true with check true;
grant delete, insert, select, update on notice_marks to vixen_app;
grant delete, insert, select, update on notice_marks to vixen_system;

create table outbox (
  id text not null,
  owner_id text,
  destination text not null,
  target text not null,
  payload jsonb not null,
  delay_seconds integer not null default 0,
  attempts integer not null default 0,
  available_at timestamp with time zone not null default now(),
  leased_until timestamp with time zone,
  last_error text,
  created_at timestamp with time zone not null default now(),
  constraint outbox_delay_seconds_check CHECK (((delay_seconds >= 0) AND (delay_seconds <= 900))),
  constraint outbox_destination_check CHECK ((destination = ANY (ARRAY['bus'::text, 'queue'::text, 'task'::text]))),
  constraint outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_available ON public.outbox USING btree (available_at);
alter table outbox enable row level security;
create policy outbox_app_insert on outbox for insert to vixen_app with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy outbox_system on outbox for all to vixen_system using true with check true;
grant insert on outbox to vixen_app;
grant delete, insert, select, update on outbox to vixen_system;

create table piece_decisions (
  id text not null,
  owner_id text not null,
  piece_id text not null,
  decision text not null,
  reason text,
  status_before text not null,
  status_after text not null,
  decided_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint piece_decisions_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'rejected'::text, 'reopened'::text]))),
  constraint piece_decisions_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint piece_decisions_piece_id_fkey FOREIGN KEY (piece_id) REFERENCES content_pieces(id) ON DELETE CASCADE,
  constraint piece_decisions_pkey PRIMARY KEY (id)
);
CREATE INDEX piece_decisions_owner ON public.piece_decisions USING btree (owner_id);
CREATE INDEX piece_decisions_piece ON public.piece_decisions USING btree (piece_id, id DESC);
alter table piece_decisions enable row level security;
create policy piece_decisions_app on piece_decisions for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy piece_decisions_system on piece_decisions for all to vixen_system using true with check true;
grant insert, select on piece_decisions to vixen_app;
grant insert, select on piece_decisions to vixen_system;

create table piece_placements (
  piece_id text not null,
  owner_id text not null,
  status text not null default 'asked'::text,
  attempts integer not null default 0,
  left_keys jsonb not null default '[]'::jsonb,
  due_at timestamp with time zone not null,
  constraint piece_placements_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint piece_placements_piece_id_fkey FOREIGN KEY (piece_id) REFERENCES content_pieces(id) ON DELETE CASCADE,
  constraint piece_placements_pkey PRIMARY KEY (piece_id),
  constraint piece_placements_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'running'::text])))
);
CREATE INDEX piece_placements_due ON public.piece_placements USING btree (due_at);
CREATE INDEX piece_placements_owner ON public.piece_placements USING btree (owner_id);
alter table piece_placements enable row level security;
create policy piece_placements_app on piece_placements for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy piece_placements_system on piece_placements for all to vixen_system using true with check true;
grant delete, insert, select, update on piece_placements to vixen_app;
grant delete, insert, select, update on piece_placements to vixen_system;

create table piece_tags (
  piece_id text not null,
  tag text not null,
  owner_id text not null,
  constraint piece_tags_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint piece_tags_piece_id_fkey FOREIGN KEY (piece_id) REFERENCES content_pieces(id) ON DELETE CASCADE,
  constraint piece_tags_pkey PRIMARY KEY (piece_id, tag),
  constraint piece_tags_tag_check CHECK (((char_length(tag) >= 1) AND (char_length(tag) <= 40)))
);
CREATE INDEX piece_tags_owner ON public.piece_tags USING btree (owner_id, tag);
CREATE TRIGGER piece_tags_noted_delete AFTER DELETE ON public.piece_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_piece_parts();
CREATE TRIGGER piece_tags_noted_insert AFTER INSERT ON public.piece_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_piece_parts();
CREATE TRIGGER piece_tags_noted_update AFTER UPDATE ON public.piece_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_piece_parts();
alter table piece_tags enable row level security;
create policy piece_tags_app on piece_tags for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy piece_tags_system on piece_tags for all to vixen_system using true with check true;
grant delete, insert, select, update on piece_tags to vixen_app;
grant delete, insert, select, update on piece_tags to vixen_system;

create table processed (
  key text not null,
  owner_id text,
  created_at timestamp with time zone not null default now(),
  constraint processed_pkey PRIMARY KEY (key)
);
CREATE INDEX processed_created ON public.processed USING btree (created_at);
alter table processed enable row level security;
create policy processed_app on processed for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy processed_system on processed for all to vixen_system using true with check true;
grant insert, select on processed to vixen_app;
grant delete, insert, select on processed to vixen_system;

create table provider_calls (
  id text not null,
  owner_id text not null,
  avatar_id text,
  batch_id text,
  subject_id text,
  provider text not null,
  model text not null,
  kind text not null,
  status text not null default 'open'::text,
  error_message text,
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint provider_calls_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE SET NULL,
  constraint provider_calls_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint provider_calls_pkey PRIMARY KEY (id),
  constraint provider_calls_status_check CHECK ((status = ANY (ARRAY['open'::text, 'succeeded'::text, 'failed'::text, 'unknown'::text])))
);
CREATE INDEX provider_calls_avatar ON public.provider_calls USING btree (avatar_id);
CREATE INDEX provider_calls_open ON public.provider_calls USING btree (started_at) WHERE (status = 'open'::text);
CREATE INDEX provider_calls_owner ON public.provider_calls USING btree (owner_id);
CREATE INDEX provider_calls_unanswered ON public.provider_calls USING btree (owner_id, started_at) WHERE (status = ANY (ARRAY['open'::text, 'unknown'::text]));
alter table provider_calls enable row level security;
create policy provider_calls_app on provider_calls for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy provider_calls_system on provider_calls for all to vixen_system using true with check true;
grant insert, select, update on provider_calls to vixen_app;
grant insert, select, update on provider_calls to vixen_system;

create table saved_views (
  id text not null,
  owner_id text not null,
  name text not null,
  query jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint saved_views_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  constraint saved_views_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint saved_views_owner_id_name_key UNIQUE (owner_id, name),
  constraint saved_views_pkey PRIMARY KEY (id)
);
alter table saved_views enable row level security;
create policy saved_views_app on saved_views for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy saved_views_system on saved_views for all to vixen_system using true with check true;
grant delete, insert, select, update on saved_views to vixen_app;
grant delete, insert, select, update on saved_views to vixen_system;

create table schema_migrations (
  id integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (id)
);

create table sessions (
  id text not null,
  owner_id text not null,
  refresh_hash text not null,
  previous_refresh_hash text,
  rotated_at timestamp with time zone,
  user_agent text not null default ''::text,
  address text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint sessions_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_previous_refresh_hash_key UNIQUE (previous_refresh_hash),
  constraint sessions_refresh_hash_key UNIQUE (refresh_hash)
);
CREATE INDEX sessions_owner ON public.sessions USING btree (owner_id);
alter table sessions enable row level security;
create policy sessions_app on sessions for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy sessions_system on sessions for all to vixen_system using true with check true;
grant select, update on sessions to vixen_app;
grant delete, insert, select, update on sessions to vixen_system;

create table setup_runs (
  id text not null,
  owner_id text not null,
  avatar_id text not null,
  status text not null default 'running'::text,
  execution_arn text,
  error_step text,
  error_code text,
  error_message text,
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  purpose text not null default 'setup'::text,
  deadline_at timestamp with time zone not null default (now() + '00:10:00'::interval),
  constraint setup_runs_avatar_id_fkey FOREIGN KEY (avatar_id) REFERENCES avatars(id) ON DELETE CASCADE,
  constraint setup_runs_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint setup_runs_pkey PRIMARY KEY (id),
  constraint setup_runs_purpose_check CHECK ((purpose = ANY (ARRAY['setup'::text, 'training'::text]))),
  constraint setup_runs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'paused'::text, 'succeeded'::text, 'failed'::text, 'canceled'::text])))
);
CREATE INDEX setup_runs_avatar ON public.setup_runs USING btree (avatar_id, id DESC);
CREATE INDEX setup_runs_due ON public.setup_runs USING btree (deadline_at) WHERE (status = 'running'::text);
CREATE INDEX setup_runs_ended ON public.setup_runs USING btree (owner_id, ended_at DESC) WHERE (ended_at IS NOT NULL);
CREATE UNIQUE INDEX setup_runs_one_running ON public.setup_runs USING btree (avatar_id) WHERE (status = 'running'::text);
CREATE INDEX setup_runs_owner ON public.setup_runs USING btree (owner_id);
CREATE TRIGGER setup_runs_noted_delete AFTER DELETE ON public.setup_runs REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER setup_runs_noted_insert AFTER INSERT ON public.setup_runs REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
CREATE TRIGGER setup_runs_noted_update AFTER UPDATE ON public.setup_runs REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_avatar_parts('avatar');
alter table setup_runs enable row level security;
create policy setup_runs_app on setup_runs for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy setup_runs_system on setup_runs for all to vixen_system using true with check true;
grant delete, insert, select, update on setup_runs to vixen_app;
grant delete, insert, select, update on setup_runs to vixen_system;

create table setup_steps (
  run_id text not null,
  step text not null,
  owner_id text not null,
  status text not null,
  attempts integer not null default 1,
  error_code text,
  error_message text,
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint setup_steps_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint setup_steps_pkey PRIMARY KEY (run_id, step),
  constraint setup_steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES setup_runs(id) ON DELETE CASCADE,
  constraint setup_steps_status_check CHECK ((status = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text])))
);
CREATE INDEX setup_steps_owner ON public.setup_steps USING btree (owner_id);
CREATE TRIGGER setup_steps_noted_delete AFTER DELETE ON public.setup_steps REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_setup_steps();
CREATE TRIGGER setup_steps_noted_insert AFTER INSERT ON public.setup_steps REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_setup_steps();
CREATE TRIGGER setup_steps_noted_update AFTER UPDATE ON public.setup_steps REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_setup_steps();
alter table setup_steps enable row level security;
create policy setup_steps_app on setup_steps for all to vixen_app using (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (owner_id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy setup_steps_system on setup_steps for all to vixen_system using true with check true;
grant delete, insert, select, update on setup_steps to vixen_app;
grant delete, insert, select, update on setup_steps to vixen_system;

create table step_paces (
  step text not null,
  preset text not null,
  seconds double precision not null,
  runs integer not null default 1,
  constraint step_paces_pkey PRIMARY KEY (step, preset),
  constraint step_paces_runs_check CHECK ((runs > 0)),
  constraint step_paces_seconds_check CHECK ((seconds >= (0)::double precision))
);
alter table step_paces enable row level security;
create policy step_paces_app on step_paces for all to vixen_app using true with check true;
create policy step_paces_system on step_paces for all to vixen_system using true with check true;
grant insert, select, update on step_paces to vixen_app;
grant delete, select on step_paces to vixen_system;

create table users (
  id text not null,
  email text not null,
  name text not null,
  password_hash text not null,
  confirmed_at timestamp with time zone,
  language text not null default 'es'::text,
  timezone text not null default 'UTC'::text,
  theme text not null default 'system'::text,
  created_at timestamp with time zone not null default now(),
  has_single_keys boolean not null default true,
  constraint users_email_check CHECK ((email = lower(email))),
  constraint users_email_key UNIQUE (email),
  constraint users_language_check CHECK ((language = ANY (ARRAY['es'::text, 'en'::text]))),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_theme_check CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text])))
);
alter table users enable row level security;
create policy users_app on users for all to vixen_app using (id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting)) with check (id = ( SELECT current_setting('app.user_id'::text, true) AS current_setting));
create policy users_system on users for all to vixen_system using true with check true;
grant select, update on users to vixen_app;
grant delete, insert, select, update on users to vixen_system;

-- Views

create view llm_costs with (security_invoker=true) as -- id text, owner_id text, avatar_id text, batch_id text, subject_id text, provider text, model text, unit text, quantity bigint, price_version text, amount_nanos bigint, created_at timestamp with time zone
 SELECT id,
    owner_id,
    avatar_id,
    batch_id,
    subject_id,
    provider,
    model,
    unit,
    quantity,
    price_version,
    amount_nanos,
    created_at
   FROM cost_entries
  WHERE (kind = ANY (ARRAY['text'::text, 'embedding'::text]));
grant select on llm_costs to vixen_app;
grant select on llm_costs to vixen_system;

-- Functions

CREATE OR REPLACE FUNCTION public.note_avatar_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), tg_argv[0], avatar_id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_avatar_parts() to public;

CREATE OR REPLACE FUNCTION public.note_avatars()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'avatar', id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_avatars() to public;

CREATE OR REPLACE FUNCTION public.note_batches()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'batch', id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_batches() to public;

CREATE OR REPLACE FUNCTION public.note_drafts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- What a draft needs is said among the avatars; its own id tells it from them.
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'avatar', id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_drafts() to public;

CREATE OR REPLACE FUNCTION public.note_exports()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'export', id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_exports() to public;

CREATE OR REPLACE FUNCTION public.note_owners()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), tg_argv[0], owner_id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_owners() to public;

CREATE OR REPLACE FUNCTION public.note_piece_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct changed.owner_id, pg_current_xact_id(), 'batch', piece.batch_id
  from changed
  join content_pieces as piece on piece.id = changed.piece_id
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_piece_parts() to public;

CREATE OR REPLACE FUNCTION public.note_pieces()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct owner_id, pg_current_xact_id(), 'batch', batch_id from changed
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_pieces() to public;

CREATE OR REPLACE FUNCTION public.note_setup_steps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into activity (owner_id, transaction_id, kind, subject_id)
  select distinct changed.owner_id, pg_current_xact_id(), 'avatar', run.avatar_id
  from changed
  join setup_runs as run on run.id = changed.run_id
  on conflict do nothing;
  return null;
end
$function$;
grant execute on function note_setup_steps() to public;
