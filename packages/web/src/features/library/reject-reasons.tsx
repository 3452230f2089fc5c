import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { useKeys } from "../../lib/use-keys.ts";
import { Button } from "../../ui/button.tsx";
import { rejectReasons } from "./use-reject-reason.ts";

/** Why, for who wants to say it: a click, a digit, or words of one's own. Nobody has to. */
export function RejectReasons({ onExplain }: { onExplain: (reason: string) => void }) {
  const t = useTranslations("library");
  const reason = useTranslations("rejectReason");
  useKeys(
    t("why"),
    rejectReasons.map((name, index) => ({
      key: String(index + 1),
      label: reason(name),
      run: () => onExplain(name),
    })),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    if (words !== "") onExplain(words);
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{t("why")}</legend>
      {rejectReasons.map((name, index) => (
        <Button
          key={name}
          className="min-h-(--touch-small) px-2.5 text-13"
          aria-keyshortcuts={String(index + 1)}
          onClick={() => onExplain(name)}
        >
          {reason(name)}
        </Button>
      ))}
      <form onSubmit={submit} className="flex min-w-40 flex-1 gap-1.5">
        <input
          name="reason"
          aria-label={t("ownReason")}
          placeholder={t("ownReason")}
          maxLength={500}
          className="control min-h-(--touch-small) min-w-0 px-2 py-0.5 text-13"
        />
        <Button type="submit" className="min-h-(--touch-small) px-2.5 text-13">
          {t("save")}
        </Button>
      </form>
    </fieldset>
  );
}
