import type { Dice } from "./dice.ts";
import type { Facts } from "./facts.ts";
import { baitLines } from "./vocabulary/bait.ts";
import { hookLines, tailsFor } from "./vocabulary/hook-lines.ts";
import { sceneWords } from "./vocabulary/places.ts";
import { capitalise, detectTongue, fitText, similarity } from "./words.ts";

/** A share of first drafts that a critic should catch: models really do this, and a graph must show it copes. */
const flawShare = 0.15;
/** Where the prompt names no limit; short enough to be read before "… more". */
const usualHookLimit = 150;

export const hookLimit = (facts: Facts): number => facts.limit ?? usualHookLimit;

/** A clean hook about the scene, unlike those in `taken` and those the prompt asks to avoid. */
export function writeHook(
  facts: Facts,
  dice: Dice,
  taken: readonly string[] = [],
  limit = hookLimit(facts),
): string {
  const others = [...taken, ...facts.avoid];
  const candidates = dice.sample(hookLines[facts.tongue], 8).map((line, index) => {
    const text = fill(line, facts, dice.fork(`line-${index}`));
    const nearest = Math.max(0, ...others.map((other) => similarity(text, other)));
    return { text, rank: nearest + (text.length > limit ? 1 : 0) };
  });
  const best = candidates.sort((left, right) => left.rank - right.rank)[0];
  return fitText(best?.text ?? "", limit);
}

/** A first draft: now and then too long or with bait, decided by what it is about. */
export function draftHook(
  facts: Facts,
  dice: Dice,
  taken: readonly string[] = [],
  limit = hookLimit(facts),
): string {
  const hook = writeHook(facts, dice.fork("hook"), taken, limit);
  const flaw = dice.fork("flaw");
  if (!flaw.chance(flawShare)) return hook;
  // Nobody overruns a 2,200 character caption by accident, so long limits only ever get bait.
  if (limit > 400 || flaw.chance(0.5))
    return `${fitText(hook, limit - 40)} ${flaw.pick(baitLines[facts.tongue])}`;
  const more: string[] = [hook];
  while (more.join(" ").length <= limit)
    more.push(writeHook(facts, flaw.fork(`more-${more.length}`), more, limit));
  return more.join(" ");
}

function fill(line: string, facts: Facts, dice: Dice): string {
  const scene = sceneWords(facts.scene ?? "", facts.tongue);
  const [detail = "", other = ""] = dice.sample(scene.details, 2);
  const tail = dice.pick(tailsFor(`${facts.mood ?? ""} ${facts.tone ?? ""}`, facts.tongue));
  const words: Record<string, string> = {
    where: scene.where,
    where_capital: capitalise(scene.where),
    moment: scene.moment === "" ? "" : ` ${scene.moment}`,
    detail,
    Detail: capitalise(detail),
    other,
    tail,
    niche: nicheIn(facts),
  };
  const filled = line.replace(/\{(\w+)\}/g, (_whole, slot: string) => words[slot] ?? "");
  const text =
    facts.tongue === "es"
      ? filled.replace(/\b(a|de) el\b/g, (_whole, word) => `${word === "a" ? "a" : "de"}l`)
      : filled;
  return facts.isMan ? text.replace("quedarme quieta", "quedarme quieto") : text;
}

/** The niche as given, unless it is plainly of the other language. */
function nicheIn(facts: Facts): string {
  const usual = facts.tongue === "es" ? "calma" : "calm";
  const niche = facts.niche?.split(/[,;/]/)[0]?.trim().toLowerCase();
  if (niche === undefined || niche.length > 30) return usual;
  const tongue = detectTongue(niche);
  return tongue === undefined || tongue === facts.tongue ? niche : usual;
}
