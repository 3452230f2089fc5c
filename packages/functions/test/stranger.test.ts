import { expect, it } from "vitest";
import { call, database, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { cases, settledPiece } from "./support/routes.ts";
import { readyAvatar, rowCounts } from "./support/world.ts";

useApi();

/** Routes that take many ids and answer for each: what else their body says. */
const bulk: Record<string, object> = {
  "POST /api/v1/content/pieces/decisions": { decision: "reject" },
  "POST /api/v1/content/pieces/tags": { add: ["beach"] },
};

type Document = {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>;
  components: { schemas: Record<string, object> };
};

/** Every route whose path, or whose body, names something that belongs to somebody. */
async function routesWithIds(): Promise<string[]> {
  const document = (await call("/api/v1/openapi.json")).body as unknown as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, route]) => {
      const schema = whole(route.requestBody?.content["application/json"]?.schema ?? {}, document);
      const takesId = path.includes("{") || /"\w+Ids?":/.test(schema);
      return takesId ? [`${method.toUpperCase()} ${path}`] : [];
    }),
  );
}

/** A schema as text, with what it refers to in its place. */
function whole(schema: object, { components }: Document): string {
  let text = JSON.stringify(schema);
  for (const reference = /\{"\$ref":"#\/components\/schemas\/(\w+)"\}/; reference.test(text); ) {
    text = text.replace(reference, (_whole, name: string) => JSON.stringify(components.schemas[name]));
  }
  return text;
}

it("has a case for every route that takes an id, and for no other", async () => {
  const known = [...Object.keys(cases), ...Object.keys(bulk)];
  expect(known.sort()).toEqual((await routesWithIds()).sort());
});

it.each(Object.keys(cases))("%s is for its owner: a stranger gets 404 and changes nothing", async (route) => {
  const [owner, stranger] = [await newOperator(), await newOperator()];
  const { path, body, ok } = (await cases[route]?.(owner)) ?? { path: "", ok: 0 };
  const [method = ""] = route.split(" ");
  const send = { method, ...(body === undefined ? {} : { body }) };
  const before = await rowCounts();
  const refused = await stranger.call(path, send);
  expect([refused.status, refused.body.error], refused.text).toEqual([
    404,
    expect.objectContaining({ code: "not_found" }),
  ]);
  expect(await rowCounts()).toEqual(before);
  const nobody = await call(`/api/v1${path}`, send);
  expect(nobody.status).toBe(401);
  const allowed = await owner.call(path, send);
  expect(allowed.status, allowed.text).toBe(ok);
});

it.each(Object.keys(bulk))(
  "%s leaves a stranger's pieces alone and says of each that there is none",
  async (route) => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    const [theirs, theirOther, mine] = [
      await settledPiece(owner, "ready"),
      await settledPiece(owner, "ready"),
      await settledPiece(stranger, "ready"),
    ];
    const before = [await pieceRow(theirs), await pieceRow(theirOther)];
    const send = (pieceIds: string[]) => ({ body: { ...bulk[route], pieceIds } });
    const path = route.replace("POST /api/v1", "");
    const answer = await stranger.call(path, send([theirs, mine, theirOther]));
    expect(answer.status, answer.text).toBe(200);
    const refused = { outcome: "refused", code: "not_found", status: null, before: null };
    expect(answer.body.items).toEqual([
      { pieceId: theirs, ...refused },
      expect.objectContaining({ pieceId: mine, outcome: "done" }),
      { pieceId: theirOther, ...refused },
    ]);
    expect([await pieceRow(theirs), await pieceRow(theirOther)]).toEqual(before);
    expect((await call(`/api/v1${path}`, send([theirs]))).status).toBe(401);
    const allowed = await owner.call(path, send([theirs]));
    expect(allowed.body.items).toEqual([expect.objectContaining({ pieceId: theirs, outcome: "done" })]);
  },
);

async function pieceRow(pieceId: string) {
  const [row] =
    await database()`select to_jsonb(piece) as piece from content_pieces as piece where id = ${pieceId}`;
  return row?.piece;
}

it("filters by a stranger's id find nothing", async () => {
  const [owner, stranger] = [await newOperator(), await newOperator()];
  const { avatarId, batchId } = await readyAvatar(owner);
  for (const path of ["/content/batches", "/content/pieces", "/costs/entries", "/costs/comparisons"]) {
    const query = path.endsWith("batches")
      ? `avatarId=${avatarId}`
      : `avatarId=${avatarId}&batchId=${batchId}`;
    expect((await stranger.call(`${path}?${query}`)).body).toEqual({ items: [], next: null });
    expect((await owner.call(`${path}?${query}`)).body.items).not.toEqual([]);
  }
  const totals = await stranger.call(`/costs/totals?avatarId=${avatarId}`);
  expect(totals.body).toMatchObject({ amountNanos: 0, entries: 0 });
  const summary = await stranger.call(`/costs/summary?avatarId=${avatarId}`);
  expect(summary.body).toMatchObject({ amountNanos: 0, entries: 0, byAvatar: [], byDay: [] });
  const exported = await stranger.call(`/costs/entries.csv?batchId=${batchId}`);
  expect(exported.text.trimEnd().split("\r\n")).toHaveLength(1);
});
