import { useTranslations } from "next-intl";

/** Replicate's own codes, and those of an answer that was none. */
const ofProvider = /^(E\d{4}|http_\d+|unexpected_answer)$/;

/** Why a piece failed, in the reader's language; a provider's own code has the sentence of its kind. */
export function usePieceFailure(): (code: string | null) => string {
  const t = useTranslations("pieceFailure");
  return (code) => {
    const known = code as "other" | null;
    if (known && t.has(known)) return t(known);
    return t(code && ofProvider.test(code) ? "provider_code" : "other");
  };
}
