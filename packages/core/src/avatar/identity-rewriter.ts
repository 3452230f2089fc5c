import * as Actor from "../kit/actor.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, ProviderError } from "../kit/error.ts";
import * as Safety from "../safety/check.ts";
import * as Avatar from "./avatar.ts";
import * as Identity from "./identity.ts";
import * as IdentityWrite from "./identity-write.ts";
import { type Draft, generate } from "./identity-writer.ts";
import { writtenKinds } from "./schema.ts";

/**
 * Writes anew what was not locked when it was asked for. What a person locked or typed since then stays. Texts
 * may be asked for again after a crash; each call has its row in the ledger, and only one answer is kept.
 */
export async function rewrite(avatarId: string, writeId: string): Promise<void> {
  const write = await IdentityWrite.claim(writeId);
  if (!write) return;
  crashPoint("identity.claimed");
  const { avatar, components } = await transaction(async () => ({
    avatar: await Avatar.get(avatarId),
    components: await Identity.list(avatarId),
  }));
  const fixed = components.filter(
    ({ kind, isLocked }) => isLocked || !write.kinds.some((wanted) => wanted === kind),
  );
  const purpose = { avatarId, subjectId: writeId };
  try {
    const { draft, checks, confidence, contradictions, model } = await generate(avatar, purpose, {
      keep: draftOf(fixed),
      // Without a word of its own the same brief is the same request, and many a model answers the same.
      before: draftOf(components.filter((component) => !fixed.includes(component))),
    });
    crashPoint("identity.called");
    await transaction(async () => {
      // The avatar first, as an edit does: two that lock in another order wait for each other.
      await Avatar.getLocked(avatarId);
      if (!(await IdentityWrite.succeed(writeId, contradictions))) return;
      await Safety.record(checks, purpose);
      const newer = new Set(
        (await Identity.list(avatarId))
          .filter(({ origin, updatedAt }) => origin === "typed" && updatedAt > write.createdAt)
          .map(({ kind }) => kind),
      );
      for (const kind of write.kinds) {
        if (newer.has(kind)) continue;
        await Identity.save(avatarId, kind, draft[kind], { origin: "inferred", confidence, model });
      }
      await sql`
        update avatars set identity_version = identity_version + 1, updated_at = now()
        where id = ${avatarId} and owner_id = ${Actor.userId()}
      `;
    });
  } catch (error) {
    const isFinal = error instanceof AppError || (error instanceof ProviderError && !error.retryable);
    if (!isFinal) throw error;
    await IdentityWrite.fail(writeId, { code: error.code, message: error.message });
  }
}

function draftOf(components: Awaited<ReturnType<typeof Identity.list>>): Partial<Draft> {
  const known = components.filter(({ kind }) => writtenKinds.some((written) => written === kind));
  return Object.fromEntries(known.map(({ kind, value }) => [kind, value])) as Partial<Draft>;
}
