"use client";

import { useState } from "react";
import type { Identity } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";

/** What every form of an identity needs: the version it shows, and what to do with the next one. */
export type Editing = {
  avatarId: string;
  version: number;
  onSaved: (identity: Identity) => void;
  /** Shows what is there now. */
  onReload: () => Promise<Identity>;
};

/**
 * A form whose change names the version it was opened with, so that nobody's newer one is written over, also when
 * the page around it learns of that one meanwhile. `reload` is for after the refusal: what is typed stays.
 */
export function useIdentityForm({
  avatarId,
  version,
  onSaved,
  onReload,
  read,
}: Editing & { read: (form: FormData) => object }) {
  const [base, setBase] = useState(version);
  const form = useForm({
    schema: () => import("@vixen/core/avatar/schema.ts").then((file) => file.EditIdentity),
    read: (data) => ({ version: base, ...read(data) }),
    send: async (json) =>
      onSaved(await answerOf(api.avatars[":avatarId"].identity.$patch({ param: { avatarId }, json }))),
  });
  return { ...form, reload: async () => setBase((await onReload()).version) };
}
