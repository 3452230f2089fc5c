"use client";

import { type FormEvent, useRef, useState } from "react";
import type { z } from "zod";
import { Refusal } from "./refusal.ts";
import { askToSignIn } from "./sign-in-again.ts";

export type Problem = { code: string; requestId: string; status?: number };

type Options<Schema extends z.ZodType> = {
  /**
   * Loads the API's own schema: what it refuses is found before the wire, and again on it. Zod is a sixth of a
   * page's scripts, so it comes when somebody enters the form.
   */
  schema: () => Promise<Schema>;
  /** The form's fields as the schema wants them. */
  read: (form: FormData) => unknown;
  send: (input: z.output<Schema>) => Promise<void>;
};

export type FormState = {
  /** For the `<form>`. */
  handlers: { onSubmit: (event: FormEvent<HTMLFormElement>) => Promise<void>; onFocus: () => void };
  invalid: ReadonlySet<string>;
  problem: Problem | undefined;
  isPending: boolean;
};

/** What keeps a form: which fields are wrong, what the API said, and whether it is being sent. */
export function useForm<Schema extends z.ZodType>({ schema, read, send }: Options<Schema>): FormState {
  const [invalid, setInvalid] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<Problem>();
  const [isPending, setPending] = useState(false);
  const isSending = useRef(false); // state arrives a render late, and a double click is quicker

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending.current) return;
    const form = event.currentTarget;
    const typed = read(new FormData(form));
    isSending.current = true;
    setProblem(undefined);
    try {
      const parsed = (await schema()).safeParse(typed);
      const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0]));
      setInvalid(new Set(wrong));
      if (!parsed.success) return focusFirst(form, wrong);
      setPending(true);
      await send(parsed.data);
    } catch (error) {
      if (isSignedOut(error)) return askToSignIn();
      const fields = error instanceof Refusal ? Object.keys(error.fields) : [];
      setInvalid(new Set(fields));
      setProblem(problemOf(error));
      focusFirst(form, fields);
    } finally {
      isSending.current = false;
      setPending(false);
    }
  }

  // One that cannot be had now is asked for again by the submit, which can say so.
  const onFocus = () => void schema().catch(console.error);
  return { handlers: { onSubmit, onFocus }, invalid, problem, isPending };
}

const signedOutCodes = ["sign_in_required", "session_ended", "token_expired", "token_invalid"];

/** Whether the API refused because nobody is signed in any more; a wrong password is another matter. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Refusal && signedOutCodes.includes(error.code);

export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) {
    const { code, requestId, status } = error;
    return { code, requestId, status };
  }
  console.error(error);
  return { code: error instanceof TypeError ? "unreachable" : "internal", requestId: "" };
}

function focusFirst(form: HTMLFormElement, names: string[]) {
  const controls = [...form.elements] as (Element & { name?: string })[];
  const first = controls.find(({ name }) => name !== undefined && names.includes(name));
  if (first instanceof HTMLElement) first.focus();
}
