import { useTranslations } from "next-intl";
import { useStopReason } from "../avatar/use-stop-reason.ts";

type Stopped = { errorCode: string | null; errorStep: string | null };

/** Why something stopped, in the reader's language; without a code, the step of the setup. */
export function useReason(): (stopped: Stopped) => string | undefined {
  const error = useTranslations("error");
  const reasonOf = useStopReason();
  const step = useTranslations("step");
  return ({ errorCode, errorStep }) => {
    // Only a setup can say how to go on from what nobody has a sentence for.
    if (errorCode) return errorStep || error.has(errorCode as "internal") ? reasonOf(errorCode) : undefined;
    const name = errorStep as "train-lora" | null;
    return name && step.has(name) ? step(name) : undefined;
  };
}
