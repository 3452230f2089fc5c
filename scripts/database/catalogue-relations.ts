import type postgres from "postgres";

/** Each table with its columns, constraints, indexes, triggers, policies and grants. */
export async function tables(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string; columns: string[]; lines: string[] }[]>`
    select
      c.relname as name,
      array(
        select
          a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || case when a.attnotnull then ' not null' else '' end
            || case
              when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ')'
              when a.attidentity <> '' then ' generated as identity'
              when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
              else ''
            end
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum
      ) || array(
        select 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
        from pg_constraint k
        where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
        order by k.conname
      ) as columns,
      array(
        select pg_get_indexdef(i.indexrelid)
        from pg_index i
        where i.indrelid = c.oid
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = c.oid)
        order by i.indexrelid::regclass::text
      ) || array(
        select pg_get_triggerdef(t.oid)
        from pg_trigger t
        where t.tgrelid = c.oid and not t.tgisinternal
        order by t.tgname
      ) || case when c.relrowsecurity then array[
        'alter table ' || c.relname || case when c.relforcerowsecurity then ' force' else ' enable' end
          || ' row level security'
      ] else '{}' end || array(
        select
          'create policy ' || p.polname || ' on ' || c.relname
            || case when p.polpermissive then '' else ' as restrictive' end
            || ' for ' || case p.polcmd
              when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
            end
            || ' to ' || coalesce((
              select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles r where r.oid = any (p.polroles)
            ), 'public')
            || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
            || coalesce(' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
        from pg_policy p
        where p.polrelid = c.oid
        order by p.polname
      ) as lines
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname
  `;
  const grants = await relationGrants(sql);
  return rows.map(({ name, columns, lines }) => {
    const rest = [...lines, ...(grants.get(name) ?? [])].map((line) => `\n${line};`).join("");
    return `create table ${name} (\n  ${columns.join(",\n  ")}\n);${rest}`;
  });
}

export async function views(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string; options: string; columns: string; definition: string }[]>`
    select
      c.relname as name,
      coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') as options,
      array_to_string(array(
        select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0
        order by a.attnum
      ), ', ') as columns,
      pg_get_viewdef(c.oid) as definition
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
    order by c.relname
  `;
  const grants = await relationGrants(sql);
  return rows.map(({ name, options, columns, definition }) => {
    const rest = (grants.get(name) ?? []).map((line) => `\n${line};`).join("");
    return `create view ${name}${options} as -- ${columns}\n${unqualified(definition)}${rest}`;
  });
}

/** Before 16, the columns of a view over one table were printed with the table's name. */
function unqualified(definition: string): string {
  const tables = [...definition.matchAll(/\b(?:FROM|JOIN)\s+\(*([a-z_]+)(?:\s+([a-z_]+))?/g)];
  const only = tables.length === 1 ? (tables[0]?.[2] ?? tables[0]?.[1]) : undefined;
  return only ? definition.replaceAll(new RegExp(String.raw`\b${only}\.`, "g"), "") : definition;
}

async function relationGrants(sql: postgres.Sql): Promise<Map<string, string[]>> {
  const rows = await sql<{ name: string; line: string }[]>`
    select
      name,
      'grant ' || lower(string_agg(privilege, ', ' order by privilege)) || ' on ' || name || ' to ' || grantee as line
    from (
      select c.relname as name, a.privilege_type as privilege,
        case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee
      from pg_class c
      cross join aclexplode(c.relacl) a
      where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner and a.privilege_type <> 'MAINTAIN'
      union all
      select c.relname, a.privilege_type || ' (' || t.attname || ')',
        case a.grantee when 0 then 'public' else a.grantee::regrole::text end
      from pg_class c
      join pg_attribute t on t.attrelid = c.oid
      cross join aclexplode(t.attacl) a
      where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner
    ) granted
    group by name, grantee
    order by name, grantee
  `;
  const grants = new Map<string, string[]>();
  for (const { name, line } of rows) grants.set(name, [...(grants.get(name) ?? []), line]);
  return grants;
}
