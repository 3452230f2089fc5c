import { createId } from "@vixen/core/kit/id.ts";
import type { Page } from "playwright-core";
import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@unsaved.example", password: "quiet-ember-1815" };
let session: State;
let avatarId: string;

beforeAll(async () => {
  const operator = await studio.operator(person);
  const facts = { name: "Alba", niche: "trails", style: "linen", city: "Valencia, Spain", age: 27, seed: 1 };
  avatarId = (await operator.post<{ id: string }>("/avatars", facts)).id;
  await putPersona();
  session = await studio.session(person);
});

/** What a setup would have left: an occupation that was written, and three pictures to be reviewed. */
async function putPersona(): Promise<void> {
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  const [owner] = await sql`update avatars set status = 'review' where id = ${avatarId} returning owner_id`;
  const own = { owner_id: String(owner?.owner_id), avatar_id: avatarId };
  const dataset_id = createId("dataset");
  await sql`insert into datasets ${sql({ ...own, id: dataset_id, seed: 1, keep: 3, status: "curated" })}`;
  const images = [0, 1, 2].map((ordinal) => ({
    ...own,
    id: createId("datasetImage"),
    dataset_id,
    ordinal,
    cell: "none",
    prompt: "p",
    caption: `VX, picture number ${ordinal + 1}`,
    seed: ordinal,
    generation_id: createId("generation"),
    status: "kept",
  }));
  await sql`insert into dataset_images ${sql(images)}`;
  const written = { id: createId("identityComponent"), kind: "occupation", value: sql.json("guide") };
  await sql`insert into identity_components ${sql({ ...own, ...written, origin: "inferred", confidence: 1 })}`;
  await sql.end();
}

const open = () => openPage(studio.browser, { storageState: session });
const go = (page: Page, tab: string) => page.goto(`${studio.site}/avatars/${avatarId}?tab=${tab}`);
const turnTo = async (page: Page, tab: string) => {
  const link = page.getByRole("navigation", { name: "Parts of the avatar" }).getByRole("link", { name: tab });
  await link.click();
  await page.waitForURL(new RegExp(`tab=${tab.toLowerCase()}`));
};

test("a text and basics that are being written are there again after a look at another tab, until they are saved or given up", async () => {
  const { page, context, complaints } = await open();
  await go(page, "identity");
  const occupation = page.getByRole("textbox", { name: "Occupation" });
  await page.getByRole("button", { name: "Edit Occupation" }).click();
  await occupation.fill("Mountain guide");
  await page.getByRole("button", { name: "Edit the basics" }).click();
  await page.getByRole("textbox", { name: "Age" }).fill("31");
  await turnTo(page, "Content");
  await page.getByRole("heading", { name: "Alba", level: 1 }).waitFor();
  await turnTo(page, "Identity");
  await occupation.waitFor();
  expect(await occupation.inputValue()).toBe("Mountain guide");
  expect(await page.getByRole("textbox", { name: "Age" }).inputValue()).toBe("31");
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Alba");
  await page.getByRole("button", { name: "Cancel" }).first().click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Mountain guide", { exact: true }).waitFor();
  await turnTo(page, "Content");
  await turnTo(page, "Identity");
  await page.getByText("Mountain guide", { exact: true }).waitFor();
  expect(await page.getByRole("textbox").count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test("a caption that is being written stays while others are looked at, and its picture says so", async () => {
  const { page, context, complaints } = await open();
  await go(page, "dataset");
  const caption = page.getByLabel("Caption", { exact: true });
  const picture = (number: number) => page.getByRole("button", { name: new RegExp(`^Picture ${number}:`) });
  await picture(1).click();
  await page.getByRole("button", { name: "Edit caption" }).click();
  await caption.fill("by the window");
  await picture(2).click();
  await page.getByText("VX, picture number 2").waitFor();
  await page.getByRole("button", { name: "Picture 1: Kept, caption being written" }).waitFor();
  await page.keyboard.press("j");
  await page.getByText("VX, picture number 3").waitFor();
  await turnTo(page, "Content");
  await turnTo(page, "Dataset");
  // The keys go on past it: it is a form, and nothing is typed into it by a key that moves.
  await picture(2).click();
  await page.keyboard.press("k");
  await caption.waitFor();
  await page.keyboard.press("k");
  expect(await caption.inputValue()).toBe("by the window");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(/^VX\w*, by the window$/).waitFor();
  await page.getByRole("button", { name: "Picture 1: Kept", exact: true }).waitFor();

  await page.getByRole("button", { name: "Edit caption" }).click();
  await caption.fill("given up");
  await picture(2).click();
  await picture(1).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await picture(2).click();
  await picture(1).click();
  await page.getByText(/^VX\w*, by the window$/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
