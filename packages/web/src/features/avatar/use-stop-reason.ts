import { useTranslations } from "next-intl";

/** Codes of the state machine itself, which have dots and so cannot be keys of the catalogue. */
const machineCodes: Record<string, "step_late"> = {
  "States.Timeout": "step_late",
  "States.HeartbeatTimeout": "step_late",
};

/** Why a setup or a training stopped, in the reader's language; a code that has no sentence says how to go on. */
export function useStopReason(): (code: string) => string {
  const t = useTranslations("error");
  return (code) => {
    const key = (machineCodes[code] ?? code) as "internal";
    return t.has(key) ? t(key) : t("setup_stranded");
  };
}
