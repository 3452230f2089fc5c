import { Training } from "@vixen/core/avatar";
import { collect } from "@vixen/core/generation";
import { failers } from "../lib/failers.ts";
import { inspectors } from "../lib/inspectors.ts";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("provider-event", ({ kind, ...pointer }) =>
  kind === "training" ? Training.collect(pointer) : collect(pointer, { inspectors, failers }),
);
