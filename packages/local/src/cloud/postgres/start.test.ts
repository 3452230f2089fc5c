import { once } from "node:events";
import { connect, type Socket } from "node:net";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningPostgres, startPostgres } from "./start.ts";
import { code, frames, message, queryMessage, syncMessage } from "./wire-message.ts";

let database: RunningPostgres;
const open: postgres.Sql[] = [];

function client(url: string, options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {}, ...options });
  open.push(sql);
  return sql;
}

const errorCode = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).then(
    () => "no error",
    (error: { code?: string }) => error.code,
  );

beforeAll(async () => {
  database = await startPostgres();
  await client(database.adminUrl).unsafe(`
    create table notes (id int primary key, owner_id text not null, body text not null default '');
    insert into notes select id, 'u' || id from generate_series(1, 50) id;
    alter table notes enable row level security;
    create policy notes_app on notes to vixen_app using (owner_id = current_setting('app.user_id', true));
    grant select, update on notes to vixen_app;
    create table counters (id int primary key, value int not null);
    insert into counters values (1, 0);
    grant select, insert, update on counters to vixen_system;
  `);
});

afterAll(async () => {
  await Promise.all(open.map((sql) => sql.end({ timeout: 1 })));
  await database.stop();
});

/** A client that writes the protocol by hand, for what drivers never do. */
async function rawClient(user = "vixen_login"): Promise<Socket> {
  const socket = connect(Number(new URL(database.url).port), "127.0.0.1");
  await once(socket, "connect");
  const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0vixen\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  socket.write(Buffer.concat([length, body]));
  await answerOf(socket, 1);
  return socket;
}

/** Reads until `ready` ReadyForQuery messages have come; gives the type letters of all messages. */
async function answerOf(socket: Socket, ready: number): Promise<string> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    bytes = Buffer.concat([bytes, chunk]);
    const types = [...frames(bytes)].map((frame) => String.fromCharCode(frame[0] ?? 0));
    if (types.filter((type) => type === "Z").length >= ready) return types.join("");
  }
}

test("the login role reads nothing by itself, and only what the role it enters may see", async () => {
  const sql = client(database.url);
  expect(await errorCode(sql`select * from notes`)).toBe("42501");
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('role', 'vixen_app', true), set_config('app.user_id', 'u7', true)`;
    return tx`select id from notes`;
  });
  expect(rows.map((row) => row.id)).toEqual([7]);
  const [after] = await sql`select current_user as role, current_setting('app.user_id', true) as user_id`;
  expect(after).toEqual({ role: "vixen_login", user_id: "" });
});

test("the login role cannot become the superuser", async () => {
  const sql = client(database.url);
  expect(await errorCode(sql.begin((tx) => tx`set local role postgres`))).toBe("42501");
  expect(await errorCode(sql`select set_config('role', 'postgres', false)`)).toBe("42501");
});

test("an unknown role, a role without login and an unknown database are refused", async () => {
  const port = new URL(database.url).port;
  expect(await errorCode(client(`postgres://nobody@127.0.0.1:${port}/vixen`)`select 1`)).toBe("28000");
  expect(await errorCode(client(`postgres://vixen_app@127.0.0.1:${port}/vixen`)`select 1`)).toBe("28000");
  expect(await errorCode(client(`postgres://vixen_login@127.0.0.1:${port}/other`)`select 1`)).toBe("3D000");
});

test.each([
  "copy notes from stdin",
  "select 1; copy notes (id) from stdin with (format csv)",
  "-- a comment\n copy notes from stdin",
  "listen news",
  "unlisten *",
  "set search_path = other",
  "reset all",
  "prepare a as select 1",
  "discard all",
  "select pg_advisory_lock(1)",
])("refuses %j with 0A000 and goes on serving the connection", async (text) => {
  const sql = client(database.url);
  expect(await errorCode(sql.unsafe(text))).toBe("0A000");
  expect((await sql`select 1 as one`)[0]).toEqual({ one: 1 });
});

test("a refused statement inside a transaction dooms it, as any error does", async () => {
  const sql = client(database.url);
  let next: unknown;
  const work = sql.begin(async (tx) => {
    await tx.unsafe("listen news").catch(() => {});
    next = await errorCode(tx`select 1`);
  });
  expect(await errorCode(work)).toBe("0A000");
  expect(next).toBe("25P02");
});

test("texts that only mention a refused word run", async () => {
  const sql = client(database.url);
  const [row] = await sql`select 'copy that from stdin; or listen' as text`;
  expect(row).toEqual({ text: "copy that from stdin; or listen" });
  await sql.begin((tx) => tx`set local statement_timeout = '1s'`);
});

test("a second connection that needs the database during a transaction gets 55P03 and can go on", async () => {
  const impatient = await startPostgres({ lockTimeoutMs: 300 });
  const first = client(impatient.url);
  const second = client(impatient.url, { prepare: false });
  await second`select 1`;
  await first.begin(async (tx) => {
    await tx`select 1`;
    expect(await errorCode(second`select ${2}::int`)).toBe("55P03");
  });
  expect((await second`select ${3}::int as three`)[0]).toEqual({ three: 3 });
  await Promise.all([first.end(), second.end()]);
  await impatient.stop();
});

test("a client that dies inside a transaction is rolled back, and the next one does not wait", async () => {
  const socket = await rawClient();
  socket.write(
    Buffer.concat([
      queryMessage("begin"),
      queryMessage("set local role vixen_system"),
      queryMessage("update counters set value = 99"),
    ]),
  );
  await answerOf(socket, 3);
  socket.destroy();
  const [row] = await client(database.adminUrl)`select value from counters`;
  expect(row).toEqual({ value: 0 });
});

test("an error before Flush keeps the other connections' messages out of the skipping until Sync", async () => {
  const socket = await rawClient();
  socket.write(
    Buffer.concat([message(code.parse, "\0select nothing_like_it\0", Buffer.alloc(2)), message("H")]),
  );
  const [chunk] = (await once(socket, "data")) as [Buffer];
  expect(String.fromCharCode(chunk[0] ?? 0)).toBe("E");
  const other = client(database.adminUrl)`select 1 as one`.execute();
  socket.write(syncMessage);
  expect(await answerOf(socket, 1)).toBe("Z");
  expect(await other).toEqual([{ one: 1 }]);
  socket.destroy();
});

test("an unnamed statement outlives another connection's use of the same name", async () => {
  const parse = (text: string) => message(code.parse, `\0${text}\0`, Buffer.alloc(2));
  const bind = message(code.bind, "\0\0", Buffer.alloc(6));
  const execute = message(code.execute, "\0", Buffer.alloc(4));
  const first = await rawClient();
  const second = await rawClient();
  first.write(Buffer.concat([parse("select 'first'"), syncMessage]));
  expect(await answerOf(first, 1)).toBe("1Z");
  second.write(Buffer.concat([parse("select 'second'"), syncMessage]));
  expect(await answerOf(second, 1)).toBe("1Z");
  first.write(Buffer.concat([bind, execute, syncMessage]));
  const [answer] = (await once(first, "data")) as [Buffer];
  expect([...frames(answer)].map((frame) => String.fromCharCode(frame[0] ?? 0)).join("")).toBe("2DCZ");
  expect(answer.toString()).toContain("first");
  first.destroy();
  second.destroy();
});

test("asks for encryption and cancel requests do not disturb the server", async () => {
  const port = Number(new URL(database.url).port);
  const request = (number: number, extra: number) => {
    const bytes = Buffer.alloc(8 + extra);
    bytes.writeInt32BE(bytes.length, 0);
    bytes.writeInt32BE(number, 4);
    return bytes;
  };
  const encrypted = connect(port, "127.0.0.1");
  encrypted.write(request(80877103, 0));
  expect(String((await once(encrypted, "data"))[0])).toBe("N");
  encrypted.destroy();
  const cancel = connect(port, "127.0.0.1");
  cancel.resume().write(request(80877102, 8));
  await once(cancel, "close");
  const garbage = connect(port, "127.0.0.1");
  garbage.resume().write("GET / HTTP/1.1\r\n\r\n");
  await once(garbage, "close");
  expect((await client(database.url)`select 1 as one`)[0]).toEqual({ one: 1 });
});

test("a hundred connections are served", async () => {
  const sql = client(database.url, { max: 100 });
  const answers = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => (await sql`select ${index}::int as value`)[0]?.value),
  );
  expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => index));
});
