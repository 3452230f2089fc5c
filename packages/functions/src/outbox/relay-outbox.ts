import { forgetOldMarks } from "@vixen/core/kit/forget.ts";
import { lagSeconds, sweep } from "@vixen/core/kit/relay.ts";
import { recordLag } from "../lib/metrics.ts";
import { onSchedule } from "../lib/on-schedule.ts";

export const handler = onSchedule("outbox_swept", async () => {
  const lag = await lagSeconds();
  recordLag(lag);
  return { lagSeconds: lag, due: await sweep(), forgotten: await forgetOldMarks() };
});
