import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Avatar } from "../../lib/api-type.ts";
import { AvatarStatus } from "./avatar-status.tsx";
import { Portrait } from "./portrait.tsx";

/** The personas side by side. */
export function Wall({ avatars }: { avatars: Avatar[] }) {
  const t = useTranslations("avatar");
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
      {avatars.map((avatar) => (
        <li key={avatar.id}>
          <Link href={`/avatars/${avatar.id}`} className="grid gap-2 rounded-media">
            <Portrait url={avatar.faceUrl} name={avatar.name} />
            <span className="grid gap-0.5">
              <span className="truncate text-16 font-medium">{avatar.name}</span>
              <span className="truncate text-13 text-ink-2">
                {t("years", { age: avatar.age })} · {avatar.city}
              </span>
              <AvatarStatus status={avatar.status} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
