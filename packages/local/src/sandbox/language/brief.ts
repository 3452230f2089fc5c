import { type Contradiction, findContradictions } from "./contradictions.ts";
import { type Finding, judgeHook, rewriteHook } from "./critic.ts";
import { createDice, type Dice } from "./dice.ts";
import { type Facts, readFacts } from "./facts.ts";
import { type Given, readGiven } from "./given.ts";
import { createPersona, type Persona } from "./persona.ts";
import { lastUserText, type Prompt, promptDigest } from "./prompt.ts";
import { fold, spokenName, wordsOf } from "./words.ts";

type Task = "identity" | "repair" | "consistency" | "draft" | "critique" | "rewrite" | "general";

/** One given draft with what is wrong with it and how it would read without that. */
export type Review = { index: number; draft: string; findings: Finding[]; rewrite: string };

/** Everything an answer is written from. */
export type Brief = {
  prompt: Prompt;
  facts: Facts;
  task: Task;
  dice: Dice;
  persona: Persona;
  reviews: Review[];
  contradictions: Contradiction[];
  /** The names of the wanted fields, as spoken words. */
  fields: string[];
};

/** `variant` tells apart several choices of one request; `names` are the field names of the wanted answer. */
export function createBrief(prompt: Prompt, names: readonly string[], seed: number, variant = 0): Brief {
  const digest = promptDigest(prompt, names, seed, variant);
  const dice = createDice(digest);
  const facts = readFacts(prompt);
  const fields = names.map(spokenName);
  const drafts = readDrafts(prompt);
  const task = findTask(prompt, fields, drafts.length > 0, facts);
  const judged = task === "critique" || task === "rewrite" ? drafts : [];
  return {
    prompt,
    facts,
    task,
    dice,
    fields,
    persona: createPersona(facts, digest, task === "identity"),
    contradictions: task === "consistency" || task === "repair" ? findContradictions(facts) : [],
    reviews: judged.map((draft, index) => ({
      index,
      draft,
      findings: judgeHook(
        draft,
        facts,
        drafts.filter((_other, at) => at < index),
      ),
      rewrite: rewriteHook(draft, facts, dice.fork(`rewrite-${index}`)),
    })),
  };
}

const hookField = /\b(?:hooks?|captions?|headlines?|copy|ganchos?|drafts?|variants?|variantes|titulos?)\b/;
const identityField =
  /\b(?:bio\w*|backstory|historia|interests?|intereses|occupation|ocupacion|profession|personality|personalidad)\b/;
const reviewField =
  /\b(?:issues?|problems?|problemas|findings?|critiques?|criticas?|verdicts?|reviews?|scores?|violations?|feedback|approved|passe?s?|is good|ok)\b/;
const contradictionField = /contradic|inconsisten|incoheren|conflict/;

function findTask(prompt: Prompt, fields: string[], hasDrafts: boolean, facts: Facts): Task {
  const words = fold(`${prompt.system}\n${lastUserText(prompt)}`);
  const asked = fields.join(" | ");
  const wants = (pattern: RegExp) => pattern.test(asked);
  if (wants(contradictionField)) return "consistency";
  if (wants(identityField)) {
    const isGiven = facts.given.some(({ path, value }) => {
      const key = path.findLast((part) => !/^\d+$/.test(part)) ?? "";
      return fields.includes(key) && identityField.test(key) && String(value).length > 20;
    });
    const isRepair = /\b(?:repair|fix|correct|resolve|repara|corrig|arregla|resuelv)/.test(words);
    return isGiven && isRepair ? "repair" : "identity";
  }
  const isJudging =
    wants(reviewField) || /\b(?:critique|critic|review|judge|evaluate|critica|revisa|evalua)/.test(words);
  const isCutting =
    /\b(?:trim|shorten|rewrite|revise|improve|fix|recorta|acorta|reescrib|mejora|corrig)/.test(words);
  if (hasDrafts && isJudging && (wants(reviewField) || !isCutting)) return "critique";
  if (hasDrafts && isCutting) return "rewrite";
  if (wants(hookField)) return "draft";
  if (asked !== "" || prompt.turns.length > 1) return "general";
  if (/\b(?:contradic|inconsisten|incoheren)/.test(words)) return "consistency";
  if (/\b(?:hook|caption|gancho)\b/.test(words)) return "draft";
  return /\b(?:bio|biography|biografia|backstory)\b/.test(words) ? "identity" : "general";
}

const draftKey =
  /\b(?:hooks?|drafts?|captions?|copy|borrador(?:es)?|ganchos?|candidates?|candidatos?|text|textos?|propuestas?|variants?|versions?)\b/;
const notDraft =
  /\b(?:rules?|reglas?|limit\w*|max\w*|min\w*|language|idioma|tone|tono|style|format|platform|recent\w*|avoid\w*|evit\w*|previous|already|used|count|number|instructions?|template|scene|issues?|findings?|critique|feedback|problems?|message)\b/;

/** The texts the prompt wants judged: by their label, else the previous answer's, else what is in quotes. */
function readDrafts(prompt: Prompt): string[] {
  const last = lastUserText(prompt);
  const labelled = draftsIn(readGiven(last));
  if (labelled.length > 0) return labelled;
  const answer = prompt.turns.findLast((turn) => turn.role === "assistant")?.text ?? "";
  const answered = draftsIn(readGiven(answer));
  if (answered.length > 0) return answered;
  const quoted = [...last.matchAll(/["“«]([^"”»\n]{12,})["”»]/g)].map((match) => match[1] ?? "");
  return quoted.length > 0 ? quoted : answer === "" ? [] : [answer];
}

const draftsIn = (given: Given[]): string[] => [
  ...new Set(
    given
      .filter(({ path }) => path.some((key) => draftKey.test(key)) && !path.some((key) => notDraft.test(key)))
      .map(({ value }) => String(value))
      .filter((value) => wordsOf(value).length >= 3),
  ),
];
