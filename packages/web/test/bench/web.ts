import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, median } from "@vixen/local/laptop/bench/figure.ts";
import { type Laptop, startLaptop } from "@vixen/local/laptop/laptop.ts";
import { multiplyPieces } from "@vixen/local/laptop/many-pieces.ts";
import { seedWorkspace, type Workspace } from "@vixen/local/laptop/workspace.ts";
import type { Browser } from "playwright-core";
import { openBrowser } from "../launch.ts";
import { addressOf, measuredPages, openPages } from "../shots/pages.ts";
import { type State, signedIn } from "../shots/session.ts";
import { measureInteraction, pieces } from "./interaction.ts";
import { loadOf } from "./load.ts";
import { measurePolling } from "./polling.ts";

const loads = 3;
const slowDown = 4;

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
    await multiplyPieces(laptop.databaseAdminUrl, ids.batch, pieces);
    return [...figures, ...(await measureInteraction(browser, site, state))];
  } finally {
    await browser?.close();
    await laptop?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every page of the app: its paint at this machine's speed, for which there is a goal, beside a slow machine's. */
async function measureLoads(browser: Browser, site: string, ids: Workspace, state: State): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, address] of Object.entries(measuredPages)) {
    const url = site + addressOf(address, ids);
    const session = name in openPages ? undefined : state;
    const [plain, slow] = [
      await loadsOf(browser, url, session),
      await loadsOf(browser, url, session, slowDown),
    ];
    figures.push(
      figure(`web ${name}, largest paint`, plain.paintSeconds, "s", {
        baseline: slow.paintSeconds,
        against: `at ${slowDown}× CPU slow-down`,
        goal: "≤ 1.2 s without",
      }),
      figure(`web ${name}, scripts gzip`, plain.scriptKilobytes, "kB", { goal: "≤ 190 kB" }),
    );
  }
  return figures;
}

/** The middle of a few loads. */
async function loadsOf(browser: Browser, url: string, session: State | undefined, slowDown = 1) {
  const found = [];
  for (let load = 0; load < loads; load++) found.push(await loadOf(browser, url, session, slowDown));
  return {
    paintSeconds: median(found.map(({ paintMs }) => paintMs)) / 1000,
    scriptKilobytes: median(found.map(({ scriptBytes }) => scriptBytes)) / 1000,
  };
}
