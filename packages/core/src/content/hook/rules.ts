import { foldAccents, trigramSimilarity } from "../../kit/text.ts";
import { baitPhrases } from "./bait.ts";

export { trimToLimit } from "../../kit/text.ts";

/**
 * What a platform takes, in UTF-16 units. Instagram: caption 2,200, of which about 125 are seen without a tap.
 * TikTok: caption of a video 2,200, title of a photo post 90 (the platforms' publishing references).
 */
export const limits = {
  instagram: { caption: 2200, firstLine: 125 },
  tiktok: { caption: 2200, photoTitle: 90 },
} as const;
export type Platform = keyof typeof limits;

let bait: { phrase: string; pattern: RegExp }[] | undefined;

/** The engagement-bait phrases in a text, English and Spanish, as the list has them; empty for an honest one. */
export function baitOf(text: string): string[] {
  bait ??= baitPhrases.map((phrase) => ({
    phrase,
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])${phrase.replaceAll("… ", "(?:[\\p{L}\\p{N}]+ ){0,3}")}(?![\\p{L}\\p{N}])`,
      "u",
    ),
  }));
  const words = foldAccents(text)
    .replace(/['’]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return bait.filter(({ pattern }) => pattern.test(words)).map(({ phrase }) => phrase);
}

/**
 * How alike two hooks are, 0 to 1 (Sørensen–Dice over character trigrams; case, accents and marks aside). From
 * about 0.6 on people read them as the same hook with a word changed.
 */
export function similarity(left: string, right: string): number {
  return trigramSimilarity(left, right);
}

/**
 * Most hashtags a caption may have. Instagram refuses more than 30; TikTok names no number, the caption's length
 * is its limit, so there ours holds.
 */
export const hashtagLimits: Record<Platform, number> = { instagram: 30, tiktok: 10 };

/**
 * Tags no piece carries: bait, tags that Instagram hides or has hidden, and ones that bring an audience this
 * product does not serve. Folded, without "#".
 */
// biome-ignore format: a list of words
const bannedHashtags = new Set([
  "f4f", "follow4follow", "followforfollow", "followback", "followme", "l4l", "like4like", "likeforlike", "likeforfollow", "likes4likes", "tagsforlikes", "tagforlikes", "sub4sub", "instalike", "likeme", "siguemeytesigo", "sigoxsigo", "likexlike", "sdv", "nofilter", "real", "notai", "realwoman", "sinfiltros", "noesia",
  "adulting", "alone", "asiangirl", "beautyblogger", "besties", "bikinibody", "boho", "costumes", "curvygirls", "date", "dating", "desk", "direct", "dm", "edm", "elevator", "girlsonly", "humpday", "hustler", "ilovemyinstagram", "instababy", "killingit", "kissing", "lulu", "master", "models", "mustfollow", "newyearsday", "nudity", "overnight", "petite", "popular", "pushups", "saltwater", "shower", "single", "singlelife", "skateboarding", "snap", "snapchat", "sopretty", "stranger", "sunbathing", "swole", "tanlines", "teens", "teen", "thought", "todayimwearing", "undies", "valentinesday", "workflow", "youngmodel",
  "onlyfans", "nsfw", "sexy", "hot", "sexygirl", "hotgirl", "lingerie", "nude", "nudes", "porn", "xxx", "milf", "barelylegal", "schoolgirl", "colegiala", "lolita", "jailbait", "proana", "thinspo",
]);

/**
 * The hashtags a piece may carry on a platform: with "#", each once, without banned or malformed ones, at most as
 * many as `most` and the platform allow, in the given order.
 */
export function chooseHashtags(tags: readonly string[], platform: Platform, most = 5): string[] {
  const chosen = new Map<string, string>();
  for (const tag of tags) {
    const name = tag.trim().replace(/^#+/u, "");
    const key = foldAccents(name);
    // A tag needs a letter; platforms end it at the first character that is none of these.
    if (
      /^[\p{L}\p{N}_]{2,50}$/u.test(name) &&
      /\p{L}/u.test(name) &&
      !bannedHashtags.has(key) &&
      !chosen.has(key)
    ) {
      chosen.set(key, `#${name}`);
    }
  }
  return [...chosen.values()].slice(0, Math.min(most, hashtagLimits[platform]));
}

export type CaptionProblem = {
  code:
    | "empty"
    | "too_long"
    | "first_line_too_long"
    | "engagement_bait"
    | "too_many_hashtags"
    | "banned_hashtag";
  found?: string | number;
  limit?: number;
};

/** Every rule of a platform that a whole caption breaks, with what was found and what is allowed. */
export function captionProblems(caption: string, platform: Platform): CaptionProblem[] {
  const text = caption.trim();
  const problems: CaptionProblem[] = [];
  if (text === "") problems.push({ code: "empty" });
  if (text.length > limits[platform].caption) {
    problems.push({ code: "too_long", found: text.length, limit: limits[platform].caption });
  }
  const [firstLine = ""] = text.split("\n");
  if (platform === "instagram" && firstLine.length > limits.instagram.firstLine) {
    problems.push({
      code: "first_line_too_long",
      found: firstLine.length,
      limit: limits.instagram.firstLine,
    });
  }
  problems.push(...baitOf(text).map((found) => ({ code: "engagement_bait" as const, found })));
  const tags = [...text.matchAll(/#([\p{L}\p{N}_]+)/gu)].map(([, name = ""]) => name);
  if (tags.length > hashtagLimits[platform]) {
    problems.push({ code: "too_many_hashtags", found: tags.length, limit: hashtagLimits[platform] });
  }
  const banned = tags.filter((tag) => bannedHashtags.has(foldAccents(tag)));
  return [...problems, ...banned.map((found) => ({ code: "banned_hashtag" as const, found }))];
}
