-- How long a step of a setup takes here, whoever it was for: what the next one is expected to take. Nobody's data.
create table step_paces (
  step text not null,
  preset text not null,
  seconds double precision not null check (seconds >= 0),
  runs integer not null default 1 check (runs > 0),
  primary key (step, preset)
);
alter table step_paces enable row level security;
create policy step_paces_app on step_paces to vixen_app using (true) with check (true);
create policy step_paces_system on step_paces to vixen_system using (true) with check (true);
grant select, insert, update on step_paces to vixen_app;
grant select, delete on step_paces to vixen_system;

-- The trainer's own count of its steps, and when it was read; the first one tells with the last how fast it is.
alter table lora_versions
  add column steps_done integer check (steps_done >= 0),
  add column steps_read_at timestamptz,
  add column steps_first integer check (steps_first >= 0),
  add column steps_first_at timestamptz;

-- The provider's models that go with a deleted avatar: those that are still there, and how many went.
alter table avatar_removals
  add column models jsonb not null default '[]',
  add column models_deleted integer not null default 0;
