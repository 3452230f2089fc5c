import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Laptop, startLaptop } from "./laptop.ts";
import { type JobOptions, runMainJob, signInDemo } from "./once.ts";

export type Piece = { ordinal: number; templateId: string; status: string; imageUrl: string | null };

// What the tests run at: a training takes seconds, and timers still have their order.
const timeScale = 20;

/**
 * Does the main job once on a laptop of its own, which is gone afterwards. `look` sees the pieces while it still runs; a
 * run that throws leaves state and logs behind, and says where.
 */
export async function doJobApart<Seen>(
  assembly: string,
  options: JobOptions,
  look: (pieces: Piece[]) => Promise<Seen>,
) {
  const directory = mkdtempSync(join(tmpdir(), "vixenbliss-apart-"));
  const laptop = await startLaptop({ directory, assembly, timeScale, seed: options.seed });
  try {
    const result = await runMainJob(laptop, options, () => {});
    const pieces = await piecesOf(laptop, result.batch.id);
    const seen = await look(pieces);
    await laptop.stop();
    rmSync(directory, { recursive: true, force: true });
    return { result, verdicts: verdictsOf(pieces), seen };
  } catch (error) {
    await laptop.stop();
    throw new Error(`The main job did not end well. State and logs: ${directory}`, { cause: error });
  }
}

/** What became of each piece, in the order in which a plan has them: equal for equal seeds, whatever failed. */
const verdictsOf = (pieces: Piece[]): string[] =>
  pieces
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ ordinal, templateId, status }) => `${ordinal} ${templateId} ${status}`);

async function piecesOf(laptop: Laptop, batchId: string): Promise<Piece[]> {
  const operator = await signInDemo(laptop);
  const pieces: Piece[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor && `&cursor=${cursor}`;
    const page: { items: Piece[]; next: string | null } = await operator.get(
      `/content/pieces?batchId=${batchId}&limit=100${after}`,
    );
    pieces.push(...page.items);
    cursor = page.next;
  }
  return pieces;
}
