import { useTranslations } from "next-intl";
import type { Candidate } from "../../lib/api-type.ts";
import { useReason } from "../safety/reason.ts";

type Props = { face: Candidate; isChosen?: boolean; onChoose?: () => void };

/** One face: to be chosen when it is ready and may be, else the word for why it cannot be. */
export function FaceChoice({ face, isChosen = false, onChoose }: Props) {
  const t = useTranslations("wizard");
  const reasonOf = useReason();
  const name = t("face", { number: face.slot + 1 });
  if (face.status !== "ready" || !face.imageUrl) {
    const words = { pending: t("pending"), rejected: t("rejected"), failed: t("failedFace"), ready: "" };
    const why = face.reason ? reasonOf(face.reason.code) : "";
    return (
      <div
        role="status"
        className="grid aspect-4/5 place-content-center gap-1 rounded-media border border-line bg-raised p-3 text-center text-13 text-ink-2"
      >
        <span className="font-medium">{name}</span>
        {words[face.status]}
        {why ? <span>{why}</span> : null}
      </div>
    );
  }
  const picture = (
    // biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser
    <img src={face.imageUrl} alt={name} className="aspect-4/5 w-full rounded-media bg-raised object-cover" />
  );
  if (!onChoose) return picture;
  return (
    <label className="relative block cursor-pointer rounded-media outline-offset-2 has-checked:outline-3 has-checked:outline-accent has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <input type="radio" name="face" className="sr-only" checked={isChosen} onChange={onChoose} />
      {picture}
    </label>
  );
}
