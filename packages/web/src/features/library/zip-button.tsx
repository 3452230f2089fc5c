"use client";

import type { StartExport } from "@vixen/core/content/schema.ts";
import { FileArchive } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** Asks for the pictures of pieces as one file, which a worker packs. */
export function ZipButton({ of, onStarted }: { of: StartExport; onStarted?: () => void }) {
  const t = useTranslations("library");
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const asked = useRef(0);
  const start = () =>
    run(async () => {
      await answerOf(api.content.exports.$post({ json: of, header: keyOf([of, asked.current]) }));
      // The next click asks for another one: pieces may have come meanwhile.
      asked.current += 1;
      onStarted?.();
    });
  return (
    <>
      {/* Above the buttons it stands among, not between them. */}
      <div className="order-first basis-full empty:hidden">
        <ProblemNotice problem={problem} />
      </div>
      <Button disabled={isPending} onClick={start}>
        <FileArchive aria-hidden /> {t("zip")}
      </Button>
    </>
  );
}
