import { crashPoint } from "../kit/crash-point.ts";
import { transaction } from "../kit/db.ts";
import * as Safety from "../safety/check.ts";
import * as Identity from "./identity.ts";

/**
 * Judges every text of an avatar that has no verdict, by one request. A verdict is of the words that were judged:
 * what was typed meanwhile waits for its own. A second delivery finds nothing to judge.
 * Throws ProviderError when no verdict can be had.
 */
export async function check(avatarId: string): Promise<void> {
  const open = await transaction(() => Identity.listUnjudged(avatarId));
  if (open.length === 0) return;
  const purpose = { avatarId, subjectId: avatarId };
  const texts = open.map(({ value }) => ({ text: Identity.textOf(value), place: "text" as const }));
  crashPoint("identity-check.claimed");
  const checks = await Safety.checkTexts(texts, { tier: "public", purpose });
  crashPoint("identity-check.called");
  await transaction(async () => {
    await Safety.record(checks, purpose);
    for (const [index, { kind, value }] of open.entries()) {
      const judged = checks[index];
      if (judged) await Identity.settle(avatarId, kind, value, judged);
    }
  });
}
