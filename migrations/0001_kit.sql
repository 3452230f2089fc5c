-- The two roles that work is done as, and the tables every domain leans on.
-- The login role owns nothing and may only become one of these inside a transaction.
do $$
begin
  if not exists (select from pg_roles where rolname = 'vixen_app') then
    create role vixen_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'vixen_system') then
    create role vixen_system nologin;
  end if;
  if exists (select from pg_roles where rolname = 'vixen_login') then
    grant vixen_app to vixen_login;
    grant vixen_system to vixen_login;
  end if;
end
$$;

create extension if not exists vector;

grant usage on schema public to vixen_app, vixen_system;

-- Everything that must leave the database leaves through here, written in the transaction of its cause.
create table outbox (
  id text primary key,
  owner_id text,
  destination text not null check (destination in ('bus', 'queue', 'task')),
  target text not null,
  payload jsonb not null,
  delay_seconds integer not null default 0 check (delay_seconds between 0 and 900),
  attempts integer not null default 0,
  available_at timestamptz not null default now(),
  leased_until timestamptz,
  last_error text,
  created_at timestamptz not null default now()
);
create index outbox_available on outbox (available_at);
alter table outbox enable row level security;
create policy outbox_app_insert on outbox for insert to vixen_app
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy outbox_system on outbox to vixen_system using (true) with check (true);
grant insert on outbox to vixen_app;
grant select, insert, update, delete on outbox to vixen_system;

-- Keys of effects already done, so that the second delivery of an event does nothing.
create table processed (
  key text primary key,
  owner_id text,
  created_at timestamptz not null default now()
);
create index processed_created on processed (created_at);
alter table processed enable row level security;
create policy processed_app on processed to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy processed_system on processed to vixen_system using (true) with check (true);
grant select, insert on processed to vixen_app;
grant select, insert, delete on processed to vixen_system;

-- Answers to requests that carried an Idempotency-Key, written with their effect.
create table idempotency_keys (
  owner_id text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  primary key (owner_id, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
alter table idempotency_keys enable row level security;
create policy idempotency_keys_app on idempotency_keys to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy idempotency_keys_system on idempotency_keys to vixen_system using (true) with check (true);
grant select, insert on idempotency_keys to vixen_app;
grant select, delete on idempotency_keys to vixen_system;
