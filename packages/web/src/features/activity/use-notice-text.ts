import { useTranslations } from "next-intl";
import type { ActivityNotice } from "../../lib/api-type.ts";

/** A notice in one sentence. */
export function useNoticeText(): (notice: ActivityNotice) => string {
  const t = useTranslations("notice");
  return (notice) =>
    t(notice.kind, {
      name: notice.avatarName,
      ready: notice.ready,
      review: notice.review,
      failed: notice.failed + notice.blocked,
    });
}
