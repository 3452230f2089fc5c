import { RefreshCw } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { roughMoney } from "../cost/money.ts";

/** `priceNanos` is undefined while nobody can say it. */
type Props = { priceNanos: number | undefined; isPending: boolean; onConfirm: () => void };

/** Makes a piece anew. It costs and throws away what is there: it says the price, and asks. */
export function Regenerate({ priceNanos, isPending, onConfirm }: Props) {
  const t = useTranslations("library");
  const format = useFormatter();
  const amount = priceNanos === undefined ? undefined : roughMoney(format, priceNanos);
  return (
    <ConfirmDialog
      trigger={<Button disabled={isPending} className="whitespace-normal" />}
      label={
        <>
          <RefreshCw aria-hidden /> {amount ? t("regeneratePriced", { amount }) : t("regenerate")}
        </>
      }
      title={t("regenerateTitle")}
      lead={amount ? t("regenerateLead", { amount }) : t("regenerateUnpriced")}
      dismiss={t("cancel")}
      confirm={t("regenerate")}
      onConfirm={onConfirm}
    />
  );
}
