import { z } from "zod";

/** What a text or a picture was refused for; the first column of the policy table. */
export const categorySchema = z.enum([
  "sexual",
  "sexual/minors",
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/intent",
  "self-harm/instructions",
  "violence",
  "violence/graphic",
  "apparent_age",
  "real_person",
  "school_context",
  "identity",
  "unknown",
]);
export type Category = z.infer<typeof categorySchema>;

/** A machine reason: `score` and `threshold` are on one scale (0..1; years for `apparent_age`). */
export const reasonSchema = z.object({
  /** What this reason alone asks for. */
  verdict: z.enum(["review", "block"]),
  code: z.string().regex(/^[a-z0-9_]+$/u),
  category: categorySchema,
  score: z.number(),
  threshold: z.number(),
  /** The word, label or name that was found; never the text around it. */
  found: z.string().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;

export const verdictSchema = z.enum(["allow", "review", "block"]);
export type Verdict = z.infer<typeof verdictSchema>;
