import { expect, test } from "vitest";
import { openLibrary, startWithLibrary } from "./library.ts";

const studio = startWithLibrary("ada@long.example", 700);

test("a piece far down changes before the eyes of who looks at it, and one passed before when it is seen again", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  const cell = (number: number) => page.locator(`[aria-posinset="${number}"]`);
  const scrollTo = async (number: number) => {
    const turn = async () => {
      await page.evaluate((share) => {
        const { scrollHeight } = document.documentElement;
        window.scrollTo(0, share * (scrollHeight - window.innerHeight));
      }, number / studio.count);
      return cell(number).getByRole("checkbox").count();
    };
    await expect.poll(turn, { timeout: 60_000 }).toBe(1);
  };
  /** Somebody else decides about the piece that the library has at that place, which is ready. */
  const reject = async (number: number) => {
    let items: { id: string; status: string }[] = [];
    for (let page = 0; items.length < number; page++) {
      const cursor = page === 0 ? "" : `&cursor=${items.at(-1)?.id}`;
      const answer = await studio.ada.get<{ items: typeof items }>(`/content/pieces?limit=100${cursor}`);
      items = [...items, ...answer.items];
    }
    const piece = items[number - 1];
    expect(piece?.status).toBe("ready");
    await studio.ada.post("/content/pieces/decisions", { pieceIds: [piece?.id], decision: "reject" });
  };
  await scrollTo(340);
  await cell(340).getByText("Ready").waitFor();
  await scrollTo(700);
  const far = 690;
  await cell(far).getByText("Ready").waitFor();
  await reject(far);
  await cell(far).getByText("Rejected").waitFor({ timeout: 30_000 });
  await reject(340);
  await cell(far).getByText("Rejected").waitFor();
  await scrollTo(340);
  await cell(340).getByText("Rejected").waitFor({ timeout: 30_000 });
  expect(complaints).toEqual([]);
  await context.close();
}, 150_000);
