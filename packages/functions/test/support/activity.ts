import { database } from "./harness.ts";
import type { Operator } from "./operator.ts";

type Subject = { kind: string; id: string };
export type Activity = {
  version: string;
  changes: { isReset: boolean; subjects: Subject[] };
  jobs: Record<string, unknown>[];
  needs: Record<string, unknown>[];
  notices: { id: string; kind: string; at: string; isUnread: boolean; ready: number }[];
  unread: number;
  simulated: string[];
};

/** What a screen is told, from the beginning or since a version. */
export async function activity(operator: Operator, since?: string): Promise<Activity> {
  const { body } = await operator.call(`/activity${since === undefined ? "" : `?since=${since}`}`);
  return body as unknown as Activity;
}

/** Ends a piece, straight in its row. */
export const settle = (pieceId: string, status: string) =>
  database()`update content_pieces set status = ${status}, settled_at = now() where id = ${pieceId}`;
