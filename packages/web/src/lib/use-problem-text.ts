import { useTranslations } from "next-intl";
import { keyOfCode, keyOfStatus } from "./problem-key.ts";
import type { Problem } from "./use-form.ts";

/** What the API said no with, in one sentence of the reader's language. */
export function useProblemText(): (problem: Pick<Problem, "code" | "status">) => string {
  const t = useTranslations("error");
  return ({ code, status }) => {
    const key = keyOfCode(code) as "internal";
    return t(t.has(key) ? key : keyOfStatus(status));
  };
}
