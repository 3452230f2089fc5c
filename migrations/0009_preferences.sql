-- Whether keys without Ctrl or ⌘ do something for this person, and the mail that says a password was changed.
alter table users add column has_single_keys boolean not null default true;
alter table email_tokens drop constraint email_tokens_purpose_check;
alter table email_tokens add constraint email_tokens_purpose_check
  check (purpose in ('confirm', 'known', 'reset', 'changed'));
