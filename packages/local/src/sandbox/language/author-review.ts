import type { Brief, Review } from "./brief.ts";
import type { Contradiction } from "./contradictions.ts";
import { type Finding, praise, scoreOf } from "./critic.ts";
import { fieldLimit, isHookField, statedScale } from "./fields.ts";
import type { Slot } from "./schema/compose.ts";
import type { Json } from "./schema/json-schema.ts";
import { fitText, fold, spokenName } from "./words.ts";

type Subject =
  | { kind: "review"; review: Review }
  | { kind: "finding"; finding: Finding; review: Review }
  | { kind: "contradiction"; contradiction: Contradiction };

const rewriteNames =
  /\b(?:rewrit\w+|rewritten|revised?|revision|improved?|fixed|fix|corrected|correction|suggestions?|suggested|final|trimmed|shortened|repair\w*|reescrit\w+|corregid\w+|mejorad\w+|sugerencias?)\b/;
const findingNames =
  /\b(?:issues?|problems?|problemas|findings?|violations?|errors?|errores|weaknesses|flaws|reasons|razones|complaints|notes)\b/;
const reviewNames =
  /\b(?:reviews?|verdicts?|critiques?|criticas?|evaluations?|assessments?|results?|scores|ratings)\b/;
const contradictionNames = /contradic|inconsisten|incoheren|conflict/;
const reasonNames =
  /\b(?:reason|reasoning|explanation|explicacion|critique|critica|feedback|comment|message|mensaje|detail|details|description|rationale|summary|resumen|note|why|issue|problem|finding|motivo)\b/;
const pickNames = /^(?:best|winner|chosen|selected|choice|pick|mejor)\b/;
const quoteNames = /\b(?:quote|excerpt|fragment|evidence|span|cita|original|passage)\b/;

/** Only these tasks are about something given; elsewhere every question goes to the other authors. */
const isReviewing = (brief: Brief): boolean =>
  ["critique", "rewrite", "consistency", "repair"].includes(brief.task);

const subjectOf = (slot: Slot): Subject | undefined => {
  const subject = slot.subject;
  if (typeof subject !== "object" || subject === null || !("kind" in subject)) return undefined;
  return ["review", "finding", "contradiction"].includes(String(subject.kind))
    ? (subject as Subject)
    : undefined;
};

const findingsFor = (brief: Brief, slot: Slot): Finding[] => {
  const subject = subjectOf(slot);
  if (subject?.kind === "review") return subject.review.findings;
  if (subject?.kind === "finding") return [subject.finding];
  return judgedReviews(brief).flatMap((review) => review.findings);
};

/**
 * The draft an editor goes on with: the one with least against it. An editor who may rewrite takes the liveliest
 * and mends it, so that faults do come up.
 */
const best = (brief: Brief): Review | undefined => {
  const lively = brief.dice.fork("best").sample(brief.reviews, brief.reviews.length);
  if (mayRewrite(brief)) return lively[0];
  return lively.sort((left, right) => left.findings.length - right.findings.length)[0];
};

const mayRewrite = (brief: Brief): boolean => brief.fields.some((field) => rewriteNames.test(field));

/** An answer that picks one draft talks about that one. */
const judgedReviews = (brief: Brief): Review[] => {
  const isPicking = brief.fields.some((field) => pickNames.test(field));
  const chosen = best(brief);
  return isPicking && chosen ? [chosen] : brief.reviews;
};

export function reviewList(brief: Brief, slot: Slot): Subject[] | undefined {
  if (!isReviewing(brief)) return undefined;
  const name = spokenName(slot.name);
  const subject = subjectOf(slot);
  if (contradictionNames.test(name) || (brief.task === "consistency" && findingNames.test(name))) {
    return brief.contradictions.map((contradiction) => ({ kind: "contradiction", contradiction }));
  }
  if (findingNames.test(name)) {
    const reviews = subject && subject.kind !== "contradiction" ? [subject.review] : judgedReviews(brief);
    return reviews.flatMap((review) =>
      review.findings.map((finding): Subject => ({ kind: "finding", finding, review })),
    );
  }
  if (brief.reviews.length > 0 && (reviewNames.test(name) || isHookField(name) || rewriteNames.test(name))) {
    return brief.reviews.map((review) => ({ kind: "review", review }));
  }
  return undefined;
}

export function reviewText(brief: Brief, slot: Slot): string | undefined {
  if (!isReviewing(brief)) return undefined;
  // An item of a list of texts is named by its list.
  const name = spokenName(/^\d+$/.test(slot.path.at(-1) ?? "") ? (slot.path.at(-2) ?? "") : slot.name);
  const subject = subjectOf(slot);
  if (subject?.kind === "contradiction") return contradictionText(subject.contradiction, name);
  if (subject?.kind === "finding") {
    if (quoteNames.test(name)) return subject.finding.quote;
    if (rewriteNames.test(name)) return subject.review.rewrite;
    if (isHookField(name)) return subject.review.draft;
    return /\b(?:kind|type|code|category|rule|tipo)\b/.test(name)
      ? subject.finding.kind
      : subject.finding.message;
  }
  const review = subject?.review ?? best(brief);
  if (
    review &&
    (rewriteNames.test(name) || isHookField(name) || /^(?:text|texto)/.test(name) || pickNames.test(name))
  ) {
    const hasOwnRewrite = mayRewrite(brief);
    const isOriginal = quoteNames.test(name) || (subject && hasOwnRewrite && !rewriteNames.test(name));
    const limit = fieldLimit(brief, slot, "hooks?|captions?|ganchos?");
    return isOriginal ? review.draft : fitText(review.rewrite, limit ?? review.rewrite.length);
  }
  if (
    !reasonNames.test(name) &&
    !findingNames.test(name) &&
    !reviewNames.test(name) &&
    !contradictionNames.test(name)
  )
    return undefined;
  return summary(brief, slot);
}

function contradictionText(contradiction: Contradiction, name: string): string {
  if (quoteNames.test(name)) return contradiction.quote;
  if (rewriteNames.test(name)) return contradiction.repair;
  if (/\b(?:field|fields|campo|where|path|property)\b/.test(name)) return contradiction.field;
  if (/\b(?:kind|type|code|category|tipo)\b/.test(name)) return contradiction.kind;
  return contradiction.message;
}

function summary(brief: Brief, slot: Slot): string {
  const { tongue } = brief.facts;
  if (brief.task === "consistency" || brief.task === "repair") {
    const messages = brief.contradictions.map((contradiction) => contradiction.message);
    return (
      messages.join(" ") || (tongue === "es" ? "No hay contradicciones." : "There are no contradictions.")
    );
  }
  const messages = findingsFor(brief, slot).map((finding) => finding.message);
  return messages.length > 0 ? messages.join(" ") : brief.dice.fork(slot.path.join(".")).pick(praise[tongue]);
}

export function reviewNumber(brief: Brief, slot: Slot): number | undefined {
  if (!isReviewing(brief)) return undefined;
  const name = spokenName(slot.name);
  const subject = subjectOf(slot);
  const first = slot.minimum === 1 ? 1 : 0;
  const review = subject && subject.kind !== "contradiction" ? subject.review : undefined;
  if (/\b(?:index|position|best|winner|choice|pick|chosen|selected|indice|hook|draft|number)\b/.test(name)) {
    return (review ?? best(brief))?.index === undefined
      ? undefined
      : ((review ?? best(brief))?.index ?? 0) + first;
  }
  if (/\b(?:length|characters|chars|longitud|caracteres)\b/.test(name))
    return (review ?? best(brief))?.draft.length;
  if (/\b(?:count|total|cuantos)\b/.test(name))
    return findingsFor(brief, slot).length + brief.contradictions.length;
  if (!/\b(?:score|scores|rating|quality|overall|points|puntuacion|nota|confidence)\b/.test(name))
    return undefined;
  const measured = brief.reviews.length > 0 ? findingsFor(brief, slot) : brief.contradictions;
  const outOfTen = scoreOf(measured.slice(0, 3) as Finding[]);
  return (outOfTen / 10) * (usefulMaximum(slot) ?? statedScale(brief, slot) ?? 10);
}

/** The largest safe integer is what `z.int()` puts there; it says nothing about a scale. */
const usefulMaximum = (slot: Slot): number | undefined =>
  slot.maximum === undefined || slot.maximum > 1_000_000 ? undefined : slot.maximum;

const wordOf: Record<string, RegExp> = {
  length: /long|length|limit|larg|exten/,
  bait: /bait|engagement|cebo|spam/,
  repetition: /repe|duplic|similar|redund/,
  language: /lang|idioma|lengua/,
  shouting: /shout|caps|tone|tono|style/,
  unsafe: /safe|unsafe|policy|segur/,
  empty: /empty|vaci|missing/,
  age: /age|edad|years|time|chronolog/,
  job: /job|occup|profes|trabajo|location|city|place/,
  city: /city|location|place|ciudad|ubica/,
};

export function reviewChoice(brief: Brief, slot: Slot, options: Json[]): Json | undefined {
  if (!isReviewing(brief)) return undefined;
  const find = (pattern: RegExp) => options.find((option) => pattern.test(fold(String(option))));
  const subject = subjectOf(slot);
  const name = spokenName(slot.name);
  const kind =
    subject?.kind === "finding"
      ? subject.finding.kind
      : subject?.kind === "contradiction"
        ? subject.contradiction.kind
        : undefined;
  if (/\b(?:severity|gravedad|priority)\b/.test(name))
    return find(kind === "repetition" ? /low|minor|baj|warn/ : /high|major|alt|error|block/);
  if (subject?.kind === "contradiction" && /\b(?:field|campo|where)\b/.test(name)) {
    const { field } = subject.contradiction;
    return options.find((option) => spokenName(String(option)) === field) ?? find(/bio|backstory/);
  }
  if (kind !== undefined) return find(wordOf[kind] ?? /other|otro/) ?? find(/other|otro/);
  const bad = findingsFor(brief, slot).length + brief.contradictions.length > 0;
  return find(
    bad
      ? /revis|rewrit|fix|fail|reject|repair|bad|no\b|inconsistent|needs|trim/
      : /approv|pass|accept|keep|ok|good|yes|consistent|clean|publish/,
  );
}

export function reviewTruth(brief: Brief, slot: Slot): boolean | undefined {
  const name = spokenName(slot.name);
  const findings = findingsFor(brief, slot);
  const kinds = findings.map((finding) => finding.kind);
  const isBad = findings.length + (subjectOf(slot) ? 0 : brief.contradictions.length) > 0;
  if (/bait|cebo/.test(name)) return kinds.includes("bait");
  if (/too long|over|exceeds|demasiado larg/.test(name)) return kinds.includes("length");
  if (/within|fits/.test(name)) return !kinds.includes("length");
  if (
    /contradic|inconsisten|issue|problem|needs|reject|flag|repetit|fail|must|unsafe|refus/.test(name) &&
    !/^no /.test(name)
  )
    return isBad;
  return !isBad;
}

/** Corrections and reasons are null where there is nothing to correct. */
export function isClean(brief: Brief, slot: Slot): boolean {
  const name = spokenName(slot.name);
  const isAboutFault = [rewriteNames, findingNames, reasonNames, contradictionNames].some((names) =>
    names.test(name),
  );
  return (
    isReviewing(brief) && isAboutFault && findingsFor(brief, slot).length + brief.contradictions.length === 0
  );
}
