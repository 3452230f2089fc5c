"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useNow } from "../activity/use-now.ts";
import { ProblemNotice } from "../problem-notice.tsx";

type Props = {
  email: string;
  /** Sends the same once more. */
  resend: () => Promise<void>;
  /** Goes back to the form, which has kept what was typed. */
  onOther: () => void;
  /** Where simulated mails are read, where they are simulated. */
  mailPage: string | undefined;
};

/** As long as a mail may well take; the API counts what is asked for more often. */
const pauseMs = 30_000;

/** Takes the form's place; focus moves here, so that a screen reader says what happened. */
export function MailSent({ email, resend, onOther, mailPage }: Props) {
  const t = useTranslations("auth");
  const heading = useRef<HTMLHeadingElement>(null);
  const { run, problem, isPending } = useAction();
  const [sentAt, setSentAt] = useState(() => Date.now());
  const [count, setCount] = useState(1);
  const [isWaiting, setWaiting] = useState(true);
  const seconds = Math.ceil((sentAt + pauseMs - useNow(isWaiting)) / 1_000);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    setWaiting(true);
    const timer = setTimeout(() => setWaiting(false), sentAt + pauseMs - Date.now());
    return () => clearTimeout(timer);
  }, [sentAt]);
  const again = () =>
    run(async () => {
      await resend();
      setCount((before) => before + 1);
      setSentAt(Date.now());
    });
  return (
    <div className="grid gap-3">
      <h2 ref={heading} tabIndex={-1} className="text-16 outline-none">
        {t("mailTitle")}
      </h2>
      <p className="wrap-anywhere">{t("mailSent", { email })}</p>
      <p className="text-ink-2">{t("mailHint")}</p>
      {mailPage ? (
        <Notice tone="info">
          <p>{t("mailSimulated")}</p>
          <a
            href={`${mailPage}?to=${encodeURIComponent(email)}`}
            className="thumb w-fit underline underline-offset-4"
          >
            {t("mailPage")}
          </a>
        </Notice>
      ) : null}
      <ProblemNotice problem={problem} />
      <p role="status" className="text-13 text-ink-2 empty:hidden">
        {count > 1 ? t("mailAgainDone", { count }) : ""}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={again} disabled={isPending || isWaiting}>
          {isWaiting && seconds > 0 ? t("mailAgainIn", { seconds }) : t("mailAgain")}
        </Button>
        <Button variant="quiet" onClick={onOther}>
          {t("mailOther")}
        </Button>
      </div>
    </div>
  );
}
