"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { CityLookup } from "../../../lib/api-type.ts";
import { api } from "../../../lib/browser-api.ts";
import { answerOf } from "../../../lib/refusal.ts";
import { Examples } from "./examples.tsx";

type Props = { name: string; onPick: (city: string) => void };

/** Which city a name means, with its zone and the time there now; else what may have been meant. */
export function CityZone({ name, onPick }: Props) {
  const t = useTranslations("wizard");
  const avatar = useTranslations("avatar");
  const format = useFormatter();
  const [answer, setAnswer] = useState<{ name: string; lookup: CityLookup }>();
  const asked = name.trim();
  useEffect(() => {
    if (asked.length < 2) return setAnswer(undefined);
    let isGone = false;
    const timer = setTimeout(() => {
      answerOf(api.avatars.cities.$get({ query: { name: asked } }))
        .then((lookup) => !isGone && setAnswer({ name: asked, lookup }))
        // The city is checked again when the persona is made; until then its zone is merely not shown.
        .catch(() => !isGone && setAnswer(undefined));
    }, 250);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [asked]);
  const { found, suggestions } = answer?.lookup ?? { found: null, suggestions: [] };
  return (
    <div className="grid gap-2" aria-live="polite">
      {found ? (
        <p
          className="text-13 text-ink-2"
          title={avatar("yourTime", { time: format.dateTime(new Date(), { timeStyle: "short" }) })}
        >
          {t("zone", {
            place: `${found.city}, ${found.country}`,
            zone: found.timezone,
            time: format.dateTime(new Date(), { timeStyle: "short", timeZone: found.timezone }),
          })}
        </p>
      ) : null}
      {!found && answer && suggestions.length > 0 ? (
        <Examples label={t("cityMeant")} items={suggestions} picked={name} onPick={onPick} />
      ) : null}
      {!found && answer && suggestions.length === 0 ? (
        <p className="text-13 text-ink-2">{t("cityNone")}</p>
      ) : null}
    </div>
  );
}
