/** The role that the product's functions log in as: it owns nothing and may read nothing. */
export const loginRole = "vixen_login";

/** Runs any number of times, on the embedded database and on a real one. */
export const createRoles = `
do $roles$
begin
  if not exists (select from pg_roles where rolname = 'vixen_app') then
    create role vixen_app nologin nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'vixen_system') then
    create role vixen_system nologin nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = '${loginRole}') then
    create role ${loginRole} login noinherit nobypassrls;
  end if;
end
$roles$;
grant vixen_app, vixen_system to ${loginRole};
`;
