import { createRoute, z } from "@hono/zod-openapi";
import * as Jobs from "@vixen/core/activity/jobs.ts";
import * as Needs from "@vixen/core/activity/needs.ts";
import * as Notices from "@vixen/core/activity/notices.ts";
import * as ActivitySchema from "@vixen/core/activity/schema.ts";
import * as Version from "@vixen/core/activity/version.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, body, empty, failures, json, Moment } from "../contract.ts";
import { createRouter } from "../router.ts";
import { simulated } from "../simulated.ts";

const shared = { tags: ["activity"], middleware: signedIn, security: bearer };

const ActivityView = z
  .object({
    version: z.string(),
    at: Moment,
    changes: ActivitySchema.Changes,
    jobs: z.array(ActivitySchema.Job.extend({ startedAt: Moment })),
    needs: z.array(ActivitySchema.Need.extend({ at: Moment })),
    notices: z.array(ActivitySchema.Notice.extend({ at: Moment })),
    unread: z.int(),
    /** Providers that are simulated here; none in a deployed stage. */
    simulated: z.array(z.string()),
  })
  .openapi("Activity");

const version = z
  .string()
  .max(2_000)
  .refine(Version.isVersion, "Give the version that an earlier answer of this address had.");

const get = createRoute({
  ...shared,
  method: "get",
  path: "/",
  summary:
    "What runs, what needs a person, what ended, and what changed since a version: the one thing to poll.",
  request: { query: z.object({ since: version.optional() }) },
  responses: {
    200: json(ActivityView, "How things stand. Its version is the etag."),
    304: empty("Nothing changed since the version in if-none-match."),
    ...failures,
  },
});

const read = createRoute({
  ...shared,
  method: "post",
  path: "/read",
  summary: "Remembers up to when the notices were seen, for all devices of the operator.",
  request: { body: body(ActivitySchema.MarkRead) },
  responses: { 204: empty("Remembered."), ...failures },
});

export const activityRoutes = createRouter()
  .openapi(get, async (c) => {
    const { since } = c.req.valid("query");
    const held = heldVersion(c.req.header("if-none-match"));
    const answer = await inTransaction(c, async () => {
      const news = held === undefined ? undefined : await Version.changesSince(held);
      if (news && !hasNews(news)) return undefined;
      // Before everything else: what changes while the rest is read is told again, and never missed.
      const { version, changes } = news && held === since ? news : await Version.changesSince(since);
      const jobs = await Jobs.list();
      const needs = await Needs.list();
      const notices = await Notices.list();
      const unread = notices.filter(({ isUnread }) => isUnread).length;
      return { version, at: new Date(), changes, jobs, needs, notices, unread, simulated: simulated() };
    });
    if (!answer) {
      c.header("etag", `"${held}"`);
      return c.body(null, 304);
    }
    c.header("etag", `"${answer.version}"`);
    return c.json(ActivityView.parse(answer), 200);
  })
  .openapi(read, async (c) => {
    await inTransaction(c, () => Notices.markRead(c.req.valid("json").until));
    return c.body(null, 204);
  });

/** The version in the header, which a proxy that compressed the answer may have weakened. */
function heldVersion(header: string | undefined): string | undefined {
  const tag = /^(?:W\/)?"([^"]+)"$/.exec(header ?? "")?.[1];
  return tag !== undefined && Version.isVersion(tag) ? tag : undefined;
}

const hasNews = ({ changes }: { changes: ActivitySchema.Changes }) =>
  changes.isReset || changes.subjects.length > 0;
