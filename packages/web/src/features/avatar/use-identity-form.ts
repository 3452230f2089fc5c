"use client";

import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import type { Identity } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";

/** What every form of an identity needs: the version it shows, and what to do with the next one. */
export type Editing = {
  avatarId: string;
  version: number;
  onSaved: (identity: Identity) => void;
  onReload: () => void;
};

/** A form whose change names the version it was made from, so that nobody's newer one is written over. */
export function useIdentityForm({
  avatarId,
  version,
  onSaved,
  read,
}: Editing & { read: (form: FormData) => object }) {
  return useForm({
    schema: AvatarSchema.EditIdentity,
    read: (form) => ({ version, ...read(form) }),
    send: async (json) =>
      onSaved(await answerOf(api.avatars[":avatarId"].identity.$patch({ param: { avatarId }, json }))),
  });
}
