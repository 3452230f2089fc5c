import { z } from "zod";
import { tiers } from "../vocabulary.ts";

export const groups = [
  "lifestyle",
  "fitness",
  "travel",
  "fashion",
  "food",
  "work",
  "night_out",
  "nature",
  "home",
  "seasonal",
] as const;
export const seasons = ["any", "spring", "summer", "autumn", "winter"] as const;

/**
 * What may vary in a template. `city` and `interest` come from the persona, the others from a list of their own;
 * in the text a slot stands in braces: "{city}".
 */
export const slotNames = ["city", "interest", "outfitColor", "accessory", "hair", "expression"] as const;
export type SlotName = (typeof slotNames)[number];

const phrase = z.string().trim().min(3).max(220);

/** A scene as data. The prompt parts are English, lower case, and name nobody: the lint holds them to it. */
export const Template = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u),
  version: z.int().min(1),
  name: z.strictObject({ es: z.string().min(3).max(60), en: z.string().min(3).max(60) }),
  group: z.enum(groups),
  scene: phrase,
  pose: phrase,
  outfit: phrase,
  light: phrase,
  camera: phrase,
  mood: phrase,
  ratio: z.enum(["4:5", "1:1", "9:16"]),
  season: z.enum(seasons),
  daypart: z.enum(["any", "morning", "midday", "afternoon", "evening", "night"]),
  /** Never explicit; "swimwear" says that skin shows, so it is not public unless somebody decides so. */
  safetyClass: z.enum(["everyday", "activewear", "swimwear"]),
  tier: z.enum(tiers),
  slots: z.array(z.enum(slotNames)).min(1),
});
export type Template = z.infer<typeof Template>;
