-- A sign-up's password travels with its link, so that a link confirms the wish it was mailed for: whoever
-- signs somebody else's address up in between cannot choose the password that the owner's link confirms.
alter table email_tokens add column password_hash text;
