-- Who polls hears how a deletion goes on: its receipt is a screen.
create trigger avatar_removals_noted_insert after insert on avatar_removals
  referencing new table as changed for each statement execute function note_avatar_parts('avatar');
create trigger avatar_removals_noted_update after update on avatar_removals
  referencing new table as changed for each statement execute function note_avatar_parts('avatar');
