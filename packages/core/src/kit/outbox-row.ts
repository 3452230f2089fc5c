import type { Envelope } from "./event.ts";

export type OutboxRow = {
  id: string;
  destination: "bus" | "queue" | "task";
  target: string;
  payload: Envelope;
  delaySeconds: number;
  attempts: number;
};

// Longer than any function may spend between its commit and its last put.
export const leaseTime = { seconds: 30 };
