import { useTranslations } from "next-intl";
import type { Identity } from "../../lib/api-type.ts";
import { useReason } from "../safety/reason.ts";

/** Whether a text may be used: not while it is checked, nor once it did not pass, which says why and what to do. */
export function IdentityVerdict({
  verdict,
  reasons,
}: Pick<Identity["items"][number], "verdict" | "reasons">) {
  const t = useTranslations("identity");
  const reasonOf = useReason();
  if (verdict === "allow") return null;
  if (verdict === null) return <p className="text-13 text-ink-3">{t("checking")}</p>;
  return (
    <div className="grid gap-0.5 text-13">
      <p className="text-warn">{t("refused")}</p>
      <ul className="text-ink-2">
        {[...new Set(reasons.map(({ code }) => code))].map((code) => (
          <li key={code}>{reasonOf(code)}</li>
        ))}
      </ul>
    </div>
  );
}
