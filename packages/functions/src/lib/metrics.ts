import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

// The service, and with it the stage, is POWERTOOLS_SERVICE_NAME, which the stack sets.
const metrics = new Metrics({ namespace: "VixenBliss" });

/** How long the oldest row of the outbox has waited; an alarm watches it. */
export function recordLag(seconds: number): void {
  metrics.addMetric("OutboxLagSeconds", MetricUnit.Seconds, seconds);
  metrics.publishStoredMetrics();
}
