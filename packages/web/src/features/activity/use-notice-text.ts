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
      rejected: notice.rejected,
      failed: notice.failed + notice.blocked,
      total: notice.ready + notice.review + notice.rejected + notice.failed + notice.blocked,
    });
}
