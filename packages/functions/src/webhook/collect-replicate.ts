import { Training } from "@vixen/core/avatar";
import { collect } from "@vixen/core/generation";
import { finishers } from "../lib/finishers.ts";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("provider-event", ({ kind, ...pointer }) =>
  kind === "training" ? Training.collect(pointer) : collect(pointer, finishers),
);
