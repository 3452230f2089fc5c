import { createRoute, z } from "@hono/zod-openapi";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { body, failures, json } from "../contract.ts";
import { asOwner } from "../owner.ts";
import { createRouter } from "../router.ts";

const userId = idSchema("user");
const text = (limit: number) => z.string().trim().min(1).max(limit);

const Persona = AvatarSchema.Create.pick({
  name: true,
  niche: true,
  style: true,
  language: true,
  city: true,
  age: true,
}).extend({ country: text(80) });

const bio = createRoute({
  method: "post",
  path: "/bio",
  tags: ["internal"],
  summary: "Writes the identity of a persona: bio, interests, occupation, backstory, tone.",
  request: { body: body(z.strictObject({ userId, persona: Persona })) },
  responses: {
    200: json(
      z.object({
        bio: z.string(),
        interests: z.array(z.string()),
        occupation: z.string(),
        backstory: z.string(),
        tone: z.string(),
        confidence: z.number(),
        contradictions: z.array(z.string()),
      }),
      "The identity, judged.",
    ),
    ...failures,
  },
});

const Subject = z.strictObject({
  name: text(60),
  niche: text(120),
  language: z.enum(AvatarSchema.languages),
  city: text(80),
  tone: text(200),
  scene: text(400),
  mood: z.string().trim().max(200).default(""),
  recent: z.array(text(500)).max(20).default([]),
});

const hook = createRoute({
  method: "post",
  path: "/hook",
  tags: ["internal"],
  summary: "Writes one hook: drafts, a critique, a cut to the platform's limit.",
  request: { body: body(z.strictObject({ userId, subject: Subject })) },
  responses: {
    200: json(z.object({ text: z.string(), drafts: z.int(), problems: z.array(z.string()) }), "The hook."),
    ...failures,
  },
});

// Each route loads its own writer: with LangGraph and the models' SDKs in it, a cold start for the other one, or
// for a check of a text, would be three times as long.
export const generateRoutes = createRouter()
  .openapi(bio, async (c) => {
    const { userId: owner, persona } = c.req.valid("json");
    const IdentityWriter = await import("@vixen/core/avatar/identity-writer.ts");
    const { draft, confidence, contradictions } = await asOwner(owner, () =>
      IdentityWriter.generate(persona, {}),
    );
    return c.json({ ...draft, confidence, contradictions }, 200);
  })
  .openapi(hook, async (c) => {
    const { userId: owner, subject } = c.req.valid("json");
    const Hook = await import("@vixen/core/content/hook.ts");
    return c.json(await asOwner(owner, () => Hook.generate(subject)), 200);
  });
