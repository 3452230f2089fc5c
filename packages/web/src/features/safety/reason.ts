import { useTranslations } from "next-intl";

/** Says why something was held back or failed, in the reader's language, from the code that goes over the wire. */
export function useReason(): (code: string) => string {
  const t = useTranslations("reason");
  return (code) => {
    const key = code as "other";
    return t.has(key) ? t(key) : t("other", { code: code.replaceAll("_", " ") });
  };
}
