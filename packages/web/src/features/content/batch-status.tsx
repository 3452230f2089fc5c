import { useTranslations } from "next-intl";
import type { Batch } from "../../lib/api-type.ts";
import { Badge } from "../../ui/badge.tsx";

const tones = { running: "info", finished: "good", canceled: "quiet" } as const;
const words = { running: "running", finished: "finished", canceled: "batchCanceled" } as const;

export function BatchStatus({ status }: Pick<Batch, "status">) {
  const t = useTranslations("content");
  return <Badge tone={tones[status]}>{t(words[status])}</Badge>;
}
