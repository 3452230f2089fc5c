import { useTranslations } from "next-intl";

/** Why a person rejects a piece; kept as a word, so that it reads in either language and can be counted. */
export const rejectReasons = ["not_alike", "anatomy", "off_style", "repeated", "text"] as const;

/** A kept reason in the reader's language; what somebody wrote themselves stays as it is. */
export function useRejectReason(): (reason: string) => string {
  const t = useTranslations("rejectReason");
  return (reason) => {
    const known = rejectReasons.find((name) => name === reason);
    return known ? t(known) : reason;
  };
}
