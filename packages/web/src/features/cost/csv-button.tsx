"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { sessionFetch } from "../../lib/sign-in-again.ts";
import { buttonVariants } from "../../ui/button.tsx";

/** The rows of a filter as a file. They come page by page, so that a ledger of any length fits. */
export function CsvButton({ query, fileName }: { query: Record<string, string>; fileName: string }) {
  const t = useTranslations("cost");
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");

  const download = async () => {
    setState("busy");
    try {
      save(new Blob(await readPages(query), { type: "text/csv;charset=utf-8" }), fileName);
      setState("idle");
    } catch {
      setState("failed"); // the button says so, and is there to try again
    }
  };

  return (
    <div className="flex items-center">
      <span role="status" className="text-13 text-bad not-empty:mr-3">
        {state === "failed" ? t("csvFailed") : ""}
      </span>
      {/* Before scripts arrive the link itself brings the first ten thousand rows. */}
      <a
        href={`/api/v1/costs/entries.csv?${new URLSearchParams(query)}`}
        download={fileName}
        aria-disabled={state === "busy"}
        className={buttonVariants()}
        onClick={(event) => {
          event.preventDefault();
          if (state !== "busy") void download();
        }}
      >
        <Download aria-hidden /> {state === "busy" ? t("csvBusy") : t("csv")}
      </a>
    </div>
  );
}

async function readPages(query: Record<string, string>): Promise<string[]> {
  const pages: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const asked = new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) });
    const answer: Response = await sessionFetch(`/api/v1/costs/entries.csv?${asked}`);
    if (!answer.ok) throw new Error(`The page of rows was answered with ${answer.status}.`);
    pages.push(await answer.text());
    cursor = answer.headers.get("x-next-cursor");
  }
  return pages;
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click; a minute later it has.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
