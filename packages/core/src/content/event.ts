import { z } from "zod";
import { defineEvent } from "../kit/event.ts";
import { idSchema } from "../kit/id.ts";

const batchId = idSchema("contentBatch");

export const BatchStarted = defineEvent("batch.started", z.object({ batchId }));
export const BatchFinished = defineEvent("batch.finished", z.object({ batchId }));

const exportId = idSchema("contentExport");

export const ExportStarted = defineEvent("export.started", z.object({ exportId }));
/** Ready or failed: its row says which. */
export const ExportFinished = defineEvent("export.finished", z.object({ exportId }));
