"use client";

import { useState } from "react";
import type { Identity } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { discardDraft, draftOf, keepDraft } from "../../lib/drafts.ts";
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

type Options = Editing & {
  /** What the form is filled with: only what differs from it is a change of this person's. */
  filled: Readonly<Record<string, string>>;
  /** Under which what is typed is kept while another tab is looked at. */
  draftKey: string;
  onClose: () => void;
  /** The changed fields as the API takes them. */
  read: (changed: Record<string, string>) => object;
};

export const identityDraftKey = (avatarId: string, part: string) => `identity ${avatarId} ${part}`;

/**
 * A form whose change names the version it was opened with, so that nobody's newer one is written over, also when
 * the page around it learns of that one meanwhile. `reload` is for after the refusal: what is typed stays.
 */
export function useIdentityForm(options: Options) {
  const { avatarId, version, filled, draftKey, onSaved, onReload, onClose, read } = options;
  const [draft] = useState(() => draftOf(draftKey));
  const [base, setBase] = useState(draft?.version ?? version);
  const changedIn = (data: FormData) =>
    Object.fromEntries(
      Object.keys(filled).flatMap((name) => {
        const typed = String(data.get(name) ?? "");
        return typed.trim() === filled[name] ? [] : [[name, typed]];
      }),
    );
  const close = () => {
    discardDraft(draftKey);
    onClose();
  };
  const { handlers, ...form } = useForm({
    schema: () => import("@vixen/core/avatar/schema.ts").then((file) => file.EditIdentity),
    read: (data) => ({ version: base, ...read(changedIn(data)) }),
    send: async (json) => {
      onSaved(await answerOf(api.avatars[":avatarId"].identity.$patch({ param: { avatarId }, json })));
      close();
    },
  });
  const reload = async () => {
    const { version: next } = await onReload();
    setBase(next);
    const kept = draftOf(draftKey);
    if (kept) keepDraft(draftKey, { ...kept, version: next });
  };
  return {
    ...form,
    handlers: {
      ...handlers,
      onInput: ({ currentTarget }: React.InputEvent<HTMLFormElement>) =>
        keepDraft(draftKey, { fields: changedIn(new FormData(currentTarget)), version: base }),
    },
    /** What the fields begin with: what was typed before, where something was. */
    values: { ...filled, ...draft?.fields },
    /** Whether it goes on with what was typed before. */
    isResumed: draft !== undefined,
    close,
    reload,
  };
}
