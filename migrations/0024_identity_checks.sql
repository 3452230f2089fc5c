-- What a person typed about a persona is judged like what a model wrote: nothing may use it before.
alter table identity_components
  -- Null while nobody has judged the value.
  add column verdict text check (verdict in ('allow', 'review', 'block')),
  add column reasons jsonb not null default '[]',
  -- When it is asked for again. Nobody asks for what is judged.
  add column check_deadline_at timestamptz;

-- What a model wrote was judged with the bio it came with, but for its tone; a place comes from our own list.
update identity_components set verdict = 'allow'
where kind = 'location' or (origin <> 'typed' and kind <> 'tone');
update identity_components set check_deadline_at = now() where verdict is null;

create index identity_components_unchecked on identity_components (check_deadline_at) where verdict is null;
