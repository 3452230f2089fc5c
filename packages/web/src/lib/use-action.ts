"use client";

import { useRef, useState } from "react";
import { askToSignIn } from "./sign-in-again.ts";
import { isSignedOut, type Problem, problemOf } from "./use-form.ts";

/** Runs one thing at a time that a person asked for by a click, and keeps what the API said no with. */
export function useAction() {
  const [problem, setProblem] = useState<Problem>();
  const [isPending, setPending] = useState(false);
  const isRunning = useRef(false);

  async function run(work: () => Promise<void>): Promise<void> {
    if (isRunning.current) return;
    isRunning.current = true;
    setPending(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      if (isSignedOut(error)) askToSignIn();
      else setProblem(problemOf(error));
    } finally {
      isRunning.current = false;
      setPending(false);
    }
  }

  return { run, problem, isPending };
}
