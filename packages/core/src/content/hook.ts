import { Avatar, Identity } from "../avatar/index.ts";
import { Budget } from "../cost/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, messageOf, ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import type { Purpose } from "../provider/ledger.ts";
import * as Safety from "../safety/check.ts";
import { type Hook, writeHook } from "./hook/graph.ts";
import { baitOf } from "./hook/rules.ts";
import * as Piece from "./piece.ts";
import { copyTime, type Half } from "./status.ts";
import { findTemplate } from "./template/index.ts";

/**
 * Writes a piece's hook, judges it together with the piece's prompt, then records all of it at once. A piece whose copy
 * is there already is left alone. When a check cannot be had the piece waits: nothing passes unjudged. What a
 * provider refuses for good has failed.
 */
export async function write(pieceId: string): Promise<void> {
  const found = await transaction(() => begin(pieceId));
  if (!found) return;
  const { piece } = found;
  // A person's words stay as they are, and are judged like a model's.
  const edited = piece.copyOrigin === "edited" && piece.hook ? { text: piece.hook } : undefined;
  const purpose = { avatarId: piece.avatarId, batchId: piece.batchId, subjectId: pieceId };
  crashPoint("hook.claimed");
  try {
    await settle(found, edited, purpose);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await (error.retryable ? wait(piece, error) : giveUp(piece));
  }
}

async function settle(
  { piece, subject }: Begun,
  edited: Pick<Hook, "text"> | undefined,
  purpose: Purpose,
): Promise<void> {
  const hook = edited ?? (await writeUnlessRefused(subject, purpose));
  const prompt = { text: piece.prompt, place: "prompt" as const };
  const copy = hook ? [hook.text, edited ? piece.caption : null].filter(Boolean).join("\n") : undefined;
  const texts = copy ? [prompt, { text: copy, place: "text" as const }] : [prompt];
  const checks = await Safety.checkTexts(texts, { tier: piece.tier, purpose });
  crashPoint("hook.called");
  const outcome = outcomeOf(checks, hook, edited !== undefined);
  await transaction(
    async () => void (await Promise.all([Safety.record(checks, purpose), Piece.recordCopy(piece, outcome)])),
  );
  crashPoint("hook.recorded");
}

/**
 * The row waits for a provider that is out, for as long as its batch lives: a message is received ten times at most.
 * The sweep asks again, each time after a longer while.
 */
async function wait(piece: Piece.Row, error: ProviderError): Promise<void> {
  log.warn("copy_waits", { pieceId: piece.id, reason: messageOf(error) });
  const waits = piece.copyWaits + 1;
  const seconds = Math.min(firstWaitSeconds * 2 ** (waits - 1), longestWaitSeconds);
  await transaction(
    async () =>
      void (await sql`
      update content_pieces
      set copy_waits = ${waits}, copy_attempts = ${piece.copyAttempts}, copy_deadline_at = ${deadline({ seconds })}
      where id = ${piece.id} and owner_id = ${Actor.userId()} and copy_status = 'pending'
    `),
  );
}

// The calls themselves were repeated for half a minute by then; after an outage nothing lies idle for longer than
// ten minutes.
const firstWaitSeconds = 30;
const longestWaitSeconds = 600;

/** Fails a piece's copy for good, until it is retried. */
export async function giveUp(piece: Parameters<typeof Piece.recordCopy>[0]): Promise<void> {
  const failure = {
    code: "copy_unavailable",
    message: "The copy could not be written or checked. Retry the piece.",
  };
  await transaction(() => Piece.recordCopy(piece, { status: "failed", reasons: [], failure }));
}

const writeUnlessRefused = (...subject: Parameters<typeof writeHook>) =>
  writeHook(...subject).catch((error: unknown) => {
    if (error instanceof ProviderError && error.code === "refused") return undefined;
    throw error;
  });

function outcomeOf(
  checks: Safety.Check[],
  hook: Pick<Hook, "text"> | undefined,
  isEdited: boolean,
): Parameters<typeof Piece.recordCopy>[1] {
  const reasons = checks.flatMap((check) =>
    check.reasons.map(({ code, score }) => ({ code, score, place: check.place })),
  );
  const status: Half = Safety.worst(checks);
  // A model that declines to write is a sign that a person should look.
  if (!hook)
    return {
      status: status === "block" ? "block" : "review",
      reasons: [...reasons, { code: "copy_refused", place: "text" }],
    };
  // Still there after the second round of drafts. In a person's own words it is their business.
  const isBait = !isEdited && baitOf(hook.text).length > 0;
  if (!isBait) return { status, hook: hook.text, reasons };
  return {
    status: status === "allow" ? "review" : status,
    hook: hook.text,
    reasons: [...reasons, { code: "engagement_bait", place: "text" }],
  };
}

type Begun = NonNullable<Awaited<ReturnType<typeof begin>>>;

async function begin(pieceId: string) {
  const piece = await Piece.find(pieceId);
  const isOpen = piece?.status === "queued" || piece?.status === "generating";
  if (piece?.copyStatus !== "pending" || !isOpen) return undefined;
  const avatar = await Avatar.get(piece.avatarId);
  if (avatar.costCapCents !== null && (await isHeldByCap(piece))) return undefined;
  const [, identity, recent] = await Promise.all([
    sql`
      update content_pieces
      set status = case when status = 'queued' then 'generating' else status end,
        copy_attempts = copy_attempts + 1, copy_deadline_at = ${deadline(copyTime)}
      where id = ${pieceId} and owner_id = ${Actor.userId()}
    `,
    Identity.list(avatar.id),
    sql<{ hook: string }[]>`
      select hook
      from content_pieces
      where avatar_id = ${avatar.id} and owner_id = ${Actor.userId()} and hook is not null
        and batch_id <> ${piece.batchId}
      order by id desc
      limit 20
    `,
  ]);
  // What a person typed is used once it is judged.
  const tone = identity.find(({ kind, verdict }) => kind === "tone" && verdict === "allow")?.value;
  const template = findTemplate(piece.templateId);
  return {
    piece,
    subject: {
      name: avatar.name,
      niche: avatar.niche,
      language: avatar.language,
      city: avatar.city,
      tone: typeof tone === "string" ? tone : "warm",
      scene: template?.scene ?? piece.prompt,
      mood: template?.mood ?? "",
      recent: recent.map((row) => row.hook),
    },
  };
}

/** Gives the copy up where nothing is left of the avatar's cap; the piece can be retried once it is raised. */
async function isHeldByCap(piece: Piece.Row): Promise<boolean> {
  const budget = await Budget.find(piece.avatarId);
  if (!budget || budget.leftNanos > 0) return false;
  const { code, message } = Budget.reached(budget.capNanos);
  await Piece.recordCopy(piece, { status: "failed", reasons: [], failure: { code, message } });
  return true;
}

/** Writes a hook outside a batch, for the internal API. Throws AppError `hook_refused`. */
export async function generate(subject: Parameters<typeof writeHook>[0]): Promise<Hook> {
  try {
    return await writeHook(subject, {});
  } catch (error) {
    if (!(error instanceof ProviderError && error.code === "refused")) throw error;
    throw new AppError("input", "hook_refused", "The model declined to write this. Reword the scene.", {
      cause: error,
    });
  }
}
