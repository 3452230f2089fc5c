import { useTranslations } from "next-intl";

/** The code and the words of the machine, for who is asked about them; nobody has to read them. */
export function TechnicalDetail({ code, message }: { code: string | null; message: string | null }) {
  const t = useTranslations("library");
  return (
    <details className="text-13 text-ink-2">
      <summary className="thumb w-fit cursor-pointer">{t("technical")}</summary>
      <p className="mt-1 wrap-anywhere">
        <code>{code ?? "unknown"}</code>
        {message ? <span lang="en"> · {message}</span> : null}
      </p>
    </details>
  );
}
