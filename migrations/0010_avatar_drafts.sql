-- Unfinished personas, what a persona may cost, and what is left to do for one that was deleted.
create table avatar_drafts (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  step text not null check (step in ('identity', 'character', 'place')),
  -- What was typed so far. A younger age is refused before it is stored, and again by the avatar's own row.
  fields jsonb not null default '{}' check (coalesce((fields ->> 'age')::integer, 18) >= 18),
  -- The persona made of it: asking for it again finds the same one.
  avatar_id text references avatars (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index avatar_drafts_owner on avatar_drafts (owner_id, id desc);
create index avatar_drafts_avatar on avatar_drafts (avatar_id);

alter table avatars add column cost_cap_cents integer check (cost_cap_cents between 1 and 10000000);

-- What a purchase under way is expected to cost, so that a cap counts it before it is booked.
alter table attempts add column expected_nanos bigint not null default 0 check (expected_nanos >= 0);

-- A capped persona's spend is summed before each purchase, from the index alone.
create index cost_entries_avatar_amount on cost_entries (avatar_id) include (amount_nanos);
drop index cost_entries_avatar;

alter table moderation_verdicts drop constraint moderation_verdicts_place_check;
alter table moderation_verdicts add constraint moderation_verdicts_place_check
  check (place in ('prompt', 'image', 'text', 'face'));
create index moderation_verdicts_avatar_newest on moderation_verdicts (avatar_id, id desc);
drop index moderation_verdicts_avatar;

-- A deleted persona's rows are gone at once; its files and what still runs at the provider follow.
create table avatar_removals (
  avatar_id text primary key,
  owner_id text not null references users (id) on delete cascade,
  -- What was being bought at that moment: to be stopped, and booked at what it really cost.
  attempts jsonb not null default '[]',
  status text not null default 'pending' check (status in ('pending', 'swept', 'finished')),
  rounds integer not null default 0,
  files_deleted integer not null default 0,
  due_at timestamptz not null,
  requested_at timestamptz not null default now(),
  finished_at timestamptz
);
create index avatar_removals_owner on avatar_removals (owner_id);
create index avatar_removals_due on avatar_removals (due_at) where status <> 'finished';

do $$
declare
  name text;
begin
  foreach name in array array['avatar_drafts', 'avatar_removals']
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
