"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";

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
      <Button onClick={() => void download()} disabled={state === "busy"}>
        <Download aria-hidden /> {state === "busy" ? t("csvBusy") : t("csv")}
      </Button>
    </div>
  );
}

async function readPages(query: Record<string, string>): Promise<string[]> {
  const pages: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const asked = new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) });
    const answer: Response = await fetch(`/api/v1/costs/entries.csv?${asked}`);
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
  URL.revokeObjectURL(link.href);
}
