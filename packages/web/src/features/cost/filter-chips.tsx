import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../../ui/button.tsx";
import { LinkPending } from "../../ui/pending.tsx";
import { addressOf, type CostFilter } from "./cost-query.ts";
import { kindName } from "./kind-name.ts";
import { modelName } from "./model-name.ts";

type Props = { place: string; filter: CostFilter; avatarName: string | undefined };

/** What the numbers are narrowed to, each with the way back. */
export function FilterChips({ place, filter, avatarName }: Props) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const { avatarId, batchId } = filter;
  const chips = [
    avatarId
      ? { name: "avatarId", text: avatarId === "none" ? t("noAvatar") : (avatarName ?? t("gone")) }
      : [],
    batchId ? { name: "batchId", text: batchId === "none" ? t("setup") : t("oneBatch") } : [],
    filter.kind ? { name: "kind", text: kindName(kind, filter.kind) } : [],
    filter.model ? { name: "model", text: modelName(t, filter.model) } : [],
  ].flat();
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t("narrowed")} className="flex flex-wrap gap-2">
      {chips.map(({ name, text }) => (
        <li key={name} className="min-w-0">
          <Link
            prefetch={false}
            href={addressOf(place, filter, { [name]: undefined })}
            aria-label={t("without", { name: text })}
            className={buttonVariants({
              className: "relative min-h-(--touch-small) max-w-full gap-1.5 px-2.5 text-13",
            })}
          >
            <span className="truncate">{text}</span> <X aria-hidden />
            <LinkPending />
          </Link>
        </li>
      ))}
    </ul>
  );
}
