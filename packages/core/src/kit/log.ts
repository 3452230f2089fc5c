import { Logger } from "@aws-lambda-powertools/logger";

/**
 * One JSON line per event: `log.info("batch_started", { batchId })`. Names and ids only; never a secret, a
 * token, a login code or a message body.
 */
export const log = new Logger({ serviceName: "vixenbliss" });
