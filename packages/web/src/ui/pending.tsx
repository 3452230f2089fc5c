"use client";

import { useLinkStatus } from "next/link";
import { useTranslations } from "next-intl";

/**
 * Inside what was pressed (positioned, so that it has an edge to run along): says from 200 ms on that its page is
 * on its way. Where only the query of an address changes, no skeleton takes the page's place.
 */
export function Pending({ isPending }: { isPending: boolean }) {
  const t = useTranslations("wait");
  if (!isPending) return null;
  return (
    <span role="status" className="pending">
      <span className="sr-only">{t("loading")}</span>
    </span>
  );
}

/** The same inside a link, which knows it by itself. */
export function LinkPending() {
  return <Pending isPending={useLinkStatus().pending} />;
}
