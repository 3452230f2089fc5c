import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

const metrics = new Metrics({ namespace: "VixenBliss", serviceName: "vixenbliss" });

/** How long the oldest row of the outbox has waited; an alarm watches it. */
export function recordLag(seconds: number): void {
  metrics.addMetric("OutboxLagSeconds", MetricUnit.Seconds, seconds);
  metrics.publishStoredMetrics();
}
