-- A provider call is written before it is made; what it cost is a second, immutable row.
create table provider_calls (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  avatar_id text references avatars (id) on delete set null,
  batch_id text,
  subject_id text,
  provider text not null,
  model text not null,
  kind text not null,
  status text not null default 'open' check (status in ('open', 'succeeded', 'failed', 'unknown')),
  error_message text,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
create index provider_calls_owner on provider_calls (owner_id);
create index provider_calls_avatar on provider_calls (avatar_id);
create index provider_calls_open on provider_calls (started_at) where status = 'open';

create table cost_entries (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  -- Kept when the avatar goes: money spent stays spent.
  avatar_id text,
  batch_id text,
  subject_id text,
  kind text not null check (kind in ('image', 'training', 'text', 'embedding', 'moderation', 'face', 'storage', 'mail')),
  provider text not null,
  model text not null,
  unit text not null,
  quantity bigint not null check (quantity >= 0),
  price_version text not null,
  -- Billionths of a dollar: one token of a small model costs 150 of them.
  amount_nanos bigint not null check (amount_nanos >= 0),
  currency text not null default 'usd' check (currency = 'usd'),
  provider_ref text not null,
  created_at timestamptz not null default now(),
  unique (provider, provider_ref, unit)
);
create index cost_entries_owner on cost_entries (owner_id, id desc);
create index cost_entries_avatar on cost_entries (avatar_id);
create index cost_entries_batch on cost_entries (batch_id) where batch_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['provider_calls', 'cost_entries']
  loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy %I on %I to vixen_app using (owner_id = (select current_setting(''app.user_id'', true))) with check (owner_id = (select current_setting(''app.user_id'', true)))',
      name || '_app', name);
    execute format('create policy %I on %I to vixen_system using (true) with check (true)', name || '_system', name);
  end loop;
end
$$;
grant select, insert, update on provider_calls to vixen_app, vixen_system;
grant select, insert on cost_entries to vixen_app, vixen_system;

create view llm_costs with (security_invoker = true) as
select id, owner_id, avatar_id, batch_id, subject_id, provider, model, unit, quantity, price_version, amount_nanos, created_at
from cost_entries
where kind in ('text', 'embedding');
grant select on llm_costs to vixen_app, vixen_system;
