import { Cron, type Function as Lambda, type StackContext } from "sst/constructs";

/** Runs `job` each minute. A run that fails is not retried: the next minute does the same work. */
export function everyMinute({ stack }: StackContext, job: Lambda) {
  new Cron(stack, `${job.id}Schedule`, {
    schedule: "rate(1 minute)",
    job: { function: job, cdk: { target: { retryAttempts: 0 } } },
  });
}
