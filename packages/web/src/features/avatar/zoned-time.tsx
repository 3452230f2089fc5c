import { useFormatter, useTranslations } from "next-intl";

type Props = { at: string; zone: string; className?: string };

const shown = { dateStyle: "medium", timeStyle: "short" } as const;

/** A moment as it is where a persona lives; whoever reads it sees their own time when the pointer rests on it. */
export function ZonedTime({ at, zone, className }: Props) {
  const t = useTranslations("avatar");
  const format = useFormatter();
  const date = new Date(at);
  return (
    <time dateTime={at} title={t("yourTime", { time: format.dateTime(date, shown) })} className={className}>
      {format.dateTime(date, { ...shown, timeZone: zone })}
    </time>
  );
}
