import { useTranslations } from "next-intl";

type Stopped = { errorCode: string | null; errorStep: string | null };

/** Why a setup stopped, in the reader's language; the step it stopped in where the code has no sentence. */
export function useReason(): (stopped: Stopped) => string | undefined {
  const error = useTranslations("error");
  const step = useTranslations("step");
  return ({ errorCode, errorStep }) => {
    const code = errorCode as "internal" | null;
    if (code && error.has(code)) return error(code);
    const name = errorStep as "train-lora" | null;
    return name && step.has(name) ? step(name) : undefined;
  };
}
