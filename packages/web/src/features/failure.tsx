"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "../ui/button.tsx";

type Props = { error: Error & { digest?: string }; retry: () => void };

/** What a page shows that could not be rendered. */
export function Failure({ error, retry }: Props) {
  const t = useTranslations("error");
  useEffect(() => console.error(error), [error]);
  return (
    <div role="alert" className="grid max-w-md justify-items-start gap-2 py-10">
      <h1 className="text-28">{t("title")}</h1>
      <p className="text-ink-2">{t("lead")}</p>
      {error.digest ? <p className="text-13 text-ink-3">{t("requestId", { id: error.digest })}</p> : null}
      <Button variant="primary" className="mt-3" onClick={retry}>
        {t("retry")}
      </Button>
    </div>
  );
}
