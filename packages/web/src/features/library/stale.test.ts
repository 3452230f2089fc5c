import { expect, test } from "vitest";
import { Stale } from "./stale.ts";

const pieces = Array.from({ length: 700 }, (_, place) => ({ id: `p${place}` }));

/** What of the pieces is read, by the place that a page begins at. */
function reader(stale: Stale) {
  const pages: number[] = [];
  const read = () =>
    stale.read(
      () => pieces,
      async (after) => {
        pages.push(after === undefined ? 0 : Number(after.id.slice(1)) + 1);
      },
    );
  return { pages, read };
}

test("after news what is looked at is read again, wherever it stands, and once", async () => {
  const stale = new Stale();
  const { pages, read } = reader(stale);
  stale.look(640, 660);
  await read();
  expect(pages).toEqual([]);
  stale.all(pieces);
  await stale.readFirst(pieces, async () => undefined);
  await read();
  await read();
  expect(pages).toEqual([640]);
});

test("what was not looked at then is read when somebody comes to see it", async () => {
  const stale = new Stale();
  const { pages, read } = reader(stale);
  stale.all(pieces);
  await stale.readFirst(pieces, async () => undefined);
  stale.look(0, 40);
  await read();
  stale.look(90, 130);
  await read();
  stale.look(180, 320);
  await read();
  expect(pages).toEqual([100, 200, 300]);
});

test("a page that could not be read is read the next time", async () => {
  const stale = new Stale();
  const { pages, read } = reader(stale);
  stale.all(pieces);
  stale.look(600, 620);
  const failing = stale.read(
    () => pieces,
    () => Promise.reject(new Error("offline")),
  );
  await expect(failing).rejects.toThrow("offline");
  await read();
  expect(pages).toEqual([600]);
});
