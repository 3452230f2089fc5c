import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

/** In place of what was opened and could not be had: the page behind it stays. */
export function PartLost({ onAgain }: { onAgain: () => void }) {
  const t = useTranslations("error");
  return (
    <div className="fixed inset-x-2 bottom-20 z-40 mx-auto max-w-md md:bottom-4">
      <Notice tone="bad">
        <p>{t("unreachable")}</p>
        <Button className="justify-self-start" onClick={onAgain}>
          {t("retry")}
        </Button>
      </Notice>
    </div>
  );
}
