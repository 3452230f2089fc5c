import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, median } from "@vixen/local/laptop/bench/figure.ts";
import { type Laptop, startLaptop } from "@vixen/local/laptop/laptop.ts";
import { multiplyPieces } from "@vixen/local/laptop/many-pieces.ts";
import { seedWorkspace, type Workspace } from "@vixen/local/laptop/workspace.ts";
import type { Browser } from "playwright-core";
import { openBrowser } from "../launch.ts";
import { addressOf, openPages, studioPages } from "../shots/pages.ts";
import { type State, signedIn } from "../shots/session.ts";
import { measureInteraction } from "./interaction.ts";
import { loadOf } from "./load.ts";
import { measurePolling } from "./polling.ts";

/** One of each kind of page: their states share their scripts. */
const measured = [
  "today",
  "avatars",
  "avatar-new",
  "avatar-setup",
  "avatar-dataset",
  "library",
  "batch",
  "costs",
];
const loads = 3;

/** What a browser on the production build sees: pages that load, keys that answer, requests while nobody acts. */
export async function measureWeb(assembly: string, say: (line: string) => void): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "vixenbliss-bench-web-"));
  let laptop: Laptop | undefined;
  let browser: Browser | undefined;
  try {
    laptop = await startLaptop({ directory, assembly, timeScale: 40, webPort: 0 });
    const site = laptop.web ?? "";
    const ids = await seedWorkspace(laptop, () => {});
    say("a workspace was filled");
    browser = await openBrowser();
    const state = await signedIn(browser, site);
    const figures = [
      ...(await measureLoads(browser, site, ids, state)),
      ...(await measurePolling(browser, site, state, laptop)),
    ];
    await multiplyPieces(laptop.databaseAdminUrl, ids.batch, 1_000);
    return [...figures, ...(await measureInteraction(browser, site, state))];
  } finally {
    await browser?.close();
    await laptop?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measureLoads(browser: Browser, site: string, ids: Workspace, state: State): Promise<Figure[]> {
  const pages = { "sign-in": openPages["sign-in"], ...studioPages };
  const figures: Figure[] = [];
  for (const [name, address] of Object.entries(pages)) {
    if (name !== "sign-in" && !measured.includes(name)) continue;
    const url = site + addressOf(address ?? "/", ids);
    const found = [];
    for (let load = 0; load < loads; load++) {
      found.push(await loadOf(browser, url, name === "sign-in" ? undefined : state));
    }
    figures.push(
      figure(`web ${name}, largest paint`, median(found.map(({ paintMs }) => paintMs)) / 1000, "s", {
        goal: "≤ 1.2 s",
      }),
      figure(`web ${name}, scripts gzip`, median(found.map(({ scriptBytes }) => scriptBytes)) / 1000, "kB", {
        goal: "≤ 190 kB",
      }),
    );
  }
  return figures;
}
