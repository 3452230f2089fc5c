"use client";

import { type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";

/**
 * A form that is answered by a mail: once it was sent the form is hidden, and comes back with what was typed when
 * the address was wrong. `place` is for what holds the form, `again` for what stands there meanwhile.
 */
export function useMailForm<Input extends { email: string }>(post: (input: Input) => Promise<unknown>) {
  const [sent, setSent] = useState<Input>();
  const holder: RefObject<HTMLDivElement | null> = useRef(null);
  const send = async (input: Input) => {
    await post(input);
    setSent(input);
  };
  return {
    sent,
    send,
    again: {
      resend: async () => {
        if (sent) await post(sent);
      },
      onOther: () => {
        flushSync(() => setSent(undefined));
        holder.current?.querySelector<HTMLInputElement>("input[name=email]")?.select();
      },
    },
    place: { ref: holder, hidden: sent !== undefined },
  };
}
