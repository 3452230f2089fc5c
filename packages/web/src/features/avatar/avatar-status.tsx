import { useTranslations } from "next-intl";
import type { Avatar } from "../../lib/api-type.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<Avatar["status"], Tone> = {
  draft: "quiet",
  training: "info",
  review: "warn",
  ready: "good",
  failed: "bad",
  canceled: "quiet",
  archived: "quiet",
};

export function AvatarStatus({ status }: Pick<Avatar, "status">) {
  const t = useTranslations("avatar");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}
