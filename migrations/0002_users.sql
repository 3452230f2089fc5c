-- Operators, their sessions and the links mailed to them.
create table users (
  id text primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  confirmed_at timestamptz,
  language text not null default 'es' check (language in ('es', 'en')),
  timezone text not null default 'UTC',
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  created_at timestamptz not null default now()
);
alter table users enable row level security;
create policy users_app on users to vixen_app
  using (id = (select current_setting('app.user_id', true)))
  with check (id = (select current_setting('app.user_id', true)));
create policy users_system on users to vixen_system using (true) with check (true);
grant select, update on users to vixen_app;
grant select, insert, update, delete on users to vixen_system;

-- One row per signed-in device. Refresh tokens are kept as SHA-256 only; the one before the last rotation
-- stays valid for a minute, since parallel requests of one browser refresh at the same time.
create table sessions (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  refresh_hash text not null unique,
  previous_refresh_hash text unique,
  rotated_at timestamptz,
  user_agent text not null default '',
  address text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_owner on sessions (owner_id);
alter table sessions enable row level security;
create policy sessions_app on sessions to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy sessions_system on sessions to vixen_system using (true) with check (true);
grant select, update on sessions to vixen_app;
grant select, insert, update, delete on sessions to vixen_system;

-- What a mail's link carries, kept as SHA-256: the proof that an address is read by whoever uses it.
create table email_tokens (
  id text primary key,
  owner_id text not null references users (id) on delete cascade,
  purpose text not null check (purpose in ('confirm', 'known', 'reset')),
  token_hash text not null unique,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index email_tokens_owner on email_tokens (owner_id);
alter table email_tokens enable row level security;
create policy email_tokens_app on email_tokens to vixen_app
  using (owner_id = (select current_setting('app.user_id', true)))
  with check (owner_id = (select current_setting('app.user_id', true)));
create policy email_tokens_system on email_tokens to vixen_system using (true) with check (true);
grant select, insert, update on email_tokens to vixen_app;
grant select, insert, update, delete on email_tokens to vixen_system;
