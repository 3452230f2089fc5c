-- Who collects a picture has it alone until then, whatever state it is in: one that was canceled stays canceled meanwhile.
alter table generations add column collecting_until timestamptz;
