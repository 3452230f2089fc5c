import { useTranslations } from "next-intl";
import { KeyCaps } from "../../ui/key-caps.tsx";

/** What each key of the review does, where there is a keyboard to press it on. */
export function ReviewKeys() {
  const t = useTranslations("library");
  const keys = useTranslations("libraryKeys");
  const hints: [string, string][] = [
    ["a", t("approve")],
    ["x", t("reject")],
    ["e", t("edit")],
    ["r", t("regenerate")],
    ["u", t("undo")],
    ["ArrowLeft", keys("previous")],
    ["ArrowRight", keys("next")],
    ["?", t("keysHint")],
  ];
  return (
    <ul aria-label={t("keysHint")} className="hidden flex-wrap gap-x-4 gap-y-1.5 text-13 text-ink-2 md:flex">
      {hints.map(([key, words]) => (
        <li key={key} className="flex items-center gap-1.5">
          <KeyCaps keys={key} /> {words}
        </li>
      ))}
    </ul>
  );
}
