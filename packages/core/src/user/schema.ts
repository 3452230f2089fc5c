import { z } from "zod";
import { idSchema } from "../kit/id.ts";
import { timeZone } from "../kit/time-zone.ts";

const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("This is not an e-mail address: write it like name@example.com."))
  .pipe(z.string().max(254));
/** bcrypt reads 72 bytes; a longer password would be cut without a word. */
const password = z
  .string()
  .min(10, "Use at least 10 characters.")
  .refine((text) => new TextEncoder().encode(text).length <= 72, "Use at most 72 bytes.");

// It stands in mails to addresses that nobody has confirmed yet: it is a name, and no message of a stranger's.
const name = z
  .string()
  .trim()
  .min(1, "Say what to call you.")
  .max(80)
  .refine((text) => !/\p{Cc}|:\/\//u.test(text), "Write a name: without line breaks and addresses.");
const language = z.enum(["es", "en"]);
const theme = z.enum(["system", "light", "dark"]);

export const SignUp = z.strictObject({
  email,
  password,
  name,
  language: language.default("es"),
  timezone: timeZone.default("UTC"),
});
export const SignIn = z.strictObject({ email, password: z.string().min(1).max(200) });
export const Refresh = z.strictObject({ refreshToken: z.string().min(20).max(200) });
export const Confirm = z.strictObject({ token: z.string().min(20).max(100) });
/** Confirmed: the link was used, or another one to the same address. */
export const ConfirmationState = z.enum(["open", "confirmed", "invalid"]);
export type ConfirmationState = z.infer<typeof ConfirmationState>;
export const PasswordResetRequest = z.strictObject({ email });
export const PasswordReset = z.strictObject({ token: z.string().min(20).max(100), password });
/** What a person may change of the account; what is left out stays. */
export const Change = z
  .strictObject({ name, language, theme, timezone: timeZone, hasSingleKeys: z.boolean() })
  .partial();
export const PasswordChange = z.strictObject({ password: SignIn.shape.password, newPassword: password });

export const Info = z.object({
  id: idSchema("user"),
  email: z.string(),
  name: z.string(),
  language,
  timezone: z.string(),
  theme,
  /** Whether keys without Ctrl or ⌘ do something; who dictates switches them off. */
  hasSingleKeys: z.boolean(),
});
export type Info = z.infer<typeof Info>;

export const Tokens = z.object({
  accessToken: z.string(),
  expiresInSeconds: z.int(),
  refreshToken: z.string(),
  sessionId: idSchema("session"),
});
export type Tokens = z.infer<typeof Tokens>;

export const Session = z.object({
  id: idSchema("session"),
  userAgent: z.string(),
  address: z.string(),
  createdAt: z.coerce.date(),
  lastUsedAt: z.coerce.date(),
});
export type Session = z.infer<typeof Session>;
