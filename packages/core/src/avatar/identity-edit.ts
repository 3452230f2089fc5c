import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import { fn } from "../kit/fn.ts";
import * as Avatar from "./avatar.ts";
import { cityOf } from "./city.ts";
import { bioLimits, withDisclosure } from "./disclosure.ts";
import * as Identity from "./identity.ts";
import * as IdentityCheck from "./identity-check.ts";
import { refuseBlocked } from "./refuse-blocked.ts";
import { type Component, EditIdentity, type Info, writtenKinds } from "./schema.ts";

/**
 * A person's change of an identity, whole or not at all. The bio keeps its AI statement; another city moves the
 * time zone. Texts of one's own are typed, in full confidence, and wait for their verdict.
 * Throws AppError `not_found`, `identity_changed` when somebody else was faster, `prompt_blocked`, `city_unknown`,
 * `bio_too_long`, `identity_not_written` for a lock on what is not there.
 */
export const edit = (avatarId: string, change: EditIdentity): Promise<void> =>
  fn(EditIdentity, ({ version, city, locks = {}, bio, ...rest }) =>
    transaction(async () => {
      const avatar = await Avatar.getLocked(avatarId);
      if (avatar.identityVersion !== version) throw changed();
      const { interests, occupation, backstory, tone, ...basics } = rest;
      refuseBlocked({ ...rest, bio, interests: interests?.join(", ") });
      const place = city === undefined ? {} : cityOf(city);
      const next = { ...avatar, ...withoutAbsent(basics), ...place };
      await sql`
        update avatars
        set ${sql({ ...withoutAbsent(basics), ...place, identityVersion: version + 1, updatedAt: new Date() })}
        where id = ${avatarId} and owner_id = ${Actor.userId()}
      `;
      if (city !== undefined)
        await Identity.type(avatarId, "location", `${next.city}, ${next.country}`, "allow");
      const stated = bio === undefined ? undefined : stateAi(bio, next);
      const texts = { bio: stated, interests, occupation, backstory, tone };
      for (const kind of writtenKinds) {
        const value = texts[kind];
        if (value !== undefined) await Identity.type(avatarId, kind, value);
      }
      await IdentityCheck.request(avatarId);
      for (const kind of writtenKinds) {
        const isLocked = locks[kind];
        if (isLocked === undefined) continue;
        if (!(await Identity.setLock(avatarId, kind, isLocked))) throw notWritten(kind);
      }
    }),
  )(change);

/** A person's own words are not cut: a bio that leaves no room for the statement is refused. */
function stateAi(bio: string, { language }: Pick<Info, "language">): string {
  const stated = withDisclosure(bio, language, bioLimits.instagram);
  if (stated.startsWith(bio)) return stated;
  const message = `Leave some 25 of the ${bioLimits.instagram} letters for the sentence that says an AI makes this persona.`;
  throw new AppError("input", "bio_too_long", message, { fields: { bio: message } });
}

function changed(): AppError {
  return new AppError(
    "conflict",
    "identity_changed",
    "Somebody changed this identity after you opened it. Load it again, then make your change.",
  );
}

function notWritten(kind: Component["kind"]): AppError {
  return new AppError(
    "conflict",
    "identity_not_written",
    `There is no ${kind} yet. Write one, then lock it.`,
  );
}

function withoutAbsent<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
