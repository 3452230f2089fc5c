import type postgres from "postgres";
import { tables, views } from "./catalogue-relations.ts";

/**
 * The schema as sorted text, read from the catalogue by queries that give the same on Postgres 15 and 18.
 * Left out: what extensions bring, what the owner may do with his own things, names of not-null constraints
 * (a catalogue entry since 18) and the MAINTAIN right (since 17).
 */
export async function dumpCatalogue(sql: postgres.Sql): Promise<string> {
  const sections = [
    ["Extensions", await extensions(sql)],
    ["Roles", await roles(sql)],
    ["Schema", await schemaGrants(sql)],
    ["Types", await types(sql)],
    ["Sequences", await sequences(sql)],
    ["Tables", await tables(sql)],
    ["Views", await views(sql)],
    ["Functions", await functions(sql)],
  ] as const;
  const body = sections.filter(([, blocks]) => blocks.length > 0);
  return body.map(([title, blocks]) => `-- ${title}\n\n${blocks.join("\n\n")}\n`).join("\n");
}

type Line = { line: string };

/** One block for all lines; none when there are no lines. */
const block = (rows: Line[]) => (rows.length > 0 ? [rows.map((row) => `${row.line};`).join("\n")] : []);

async function extensions(sql: postgres.Sql): Promise<string[]> {
  return block(
    await sql<Line[]>`
      select 'extension ' || extname as line
      from pg_extension
      where extname <> 'plpgsql'
      order by 1
    `,
  );
}

async function roles(sql: postgres.Sql): Promise<string[]> {
  return block(
    await sql<Line[]>`
      select
        'role ' || rolname
          || case when rolcanlogin then ' login' else ' nologin' end
          || case when rolsuper then ' superuser' else '' end
          || case when rolbypassrls then ' bypassrls' else '' end
          || case when rolcreaterole then ' createrole' else '' end
          || case when rolcanlogin and not rolinherit then ' noinherit' else '' end
          || coalesce((
            select ' member of ' || string_agg(m.roleid::regrole::text, ', ' order by m.roleid::regrole::text)
            from pg_auth_members m
            where m.member = r.oid
          ), '') as line
      from pg_roles r
      where rolname like 'vixen%'
      order by rolname
    `,
  );
}

async function schemaGrants(sql: postgres.Sql): Promise<string[]> {
  return block(
    await sql<Line[]>`
      select
        'grant ' || lower(string_agg(a.privilege_type, ', ' order by a.privilege_type)) || ' on schema public to '
          || case a.grantee when 0 then 'public' else a.grantee::regrole::text end as line
      from pg_namespace n
      cross join aclexplode(n.nspacl) a
      where n.nspname = 'public' and a.grantee <> n.nspowner
      group by a.grantee
      order by 1
    `,
  );
}

/** States are text with a check, so types of our own should be rare: here they at least show. */
async function types(sql: postgres.Sql): Promise<string[]> {
  return block(
    await sql<Line[]>`
      select
        case t.typtype when 'e' then 'enum ' when 'd' then 'domain ' else 'type ' end || t.typname
          || coalesce((
            select ' (' || string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) || ')'
            from pg_enum e
            where e.enumtypid = t.oid
          ), '') as line
      from pg_type t
      left join pg_class c on c.oid = t.typrelid
      where t.typnamespace = 'public'::regnamespace
        and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
        and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
      order by 1
    `,
  );
}

async function sequences(sql: postgres.Sql): Promise<string[]> {
  return block(
    await sql<Line[]>`
      select 'sequence ' || relname as line
      from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'S'
      order by relname
    `,
  );
}

async function functions(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ definition: string; grants: string[] }[]>`
    select
      pg_get_functiondef(p.oid) as definition,
      array(
        select
          'grant execute on function ' || p.oid::regprocedure::text || ' to '
            || case a.grantee when 0 then 'public' else a.grantee::regrole::text end
        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where a.grantee <> p.proowner
        order by 1
      ) as grants
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and p.prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.oid::regprocedure::text
  `;
  return rows.map(({ definition, grants }) =>
    [`${definition.trim()};`, ...grants.map((line) => `${line};`)].join("\n"),
  );
}
