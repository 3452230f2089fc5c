import "./support/quiet.ts";
import { disconnect } from "@vixen/core/kit/connection.ts";
import { createId } from "@vixen/core/kit/id.ts";
import type { Context } from "aws-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { database, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces } from "./support/world.ts";

useApi();

// As in a container: one connection, which is also the next event's.
beforeAll(async () => {
  process.env.DATABASE_POOL_SIZE = "1";
  await disconnect();
});

const context = {
  awsRequestId: "step",
  functionName: "finish-setup",
  getRemainingTimeInMillis: () => 30_000,
} as Context;

/** Loaded late: the app extends zod before anything else makes a schema. */
async function finishSetup(event: unknown): Promise<unknown> {
  const { handler } = await import("../src/avatar/finish-setup.ts");
  return handler(event, context);
}

/** An avatar whose setup has reached its last step. */
async function lastStep() {
  const operator = await newOperator();
  const { avatarId } = await avatarWithFaces(operator);
  const runId = createId("setupRun");
  const sql = database();
  await sql`update avatars set status = 'training' where id = ${avatarId}`;
  await sql`insert into setup_runs ${sql({ id: runId, owner_id: operator.userId, avatar_id: avatarId })}`;
  const event = { actor: { type: "user", userId: operator.userId }, avatarId, runId };
  const statuses = async () => {
    const [row] = await sql`
      select avatars.status as avatar, run.status as run, step.status as step, step.error_code as code
      from avatars
      join setup_runs as run on run.avatar_id = avatars.id
      left join setup_steps as step on step.run_id = run.id
      where avatars.id = ${avatarId}`;
    return row;
  };
  return { event, runId, avatarId, statuses };
}

/** Runs `work` while it cannot get at the avatar's row, and cuts its connection. */
async function cutWhile(avatarId: string, work: () => Promise<unknown>): Promise<unknown> {
  const sql = database();
  return sql.begin(async (tx) => {
    await tx`select id from avatars where id = ${avatarId} for update`;
    const failing = work().then(
      () => undefined,
      (error: unknown) => error,
    );
    for (;;) {
      const cut = await sql`
        select pg_terminate_backend(pid)
        from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      if (cut.length > 0) return failing;
      await new Promise((done) => setTimeout(done, 10));
    }
  });
}

describe("a step whose connection to the database breaks", () => {
  it("fails by the type that the machine repeats, and the repetition ends the setup", async () => {
    const { event, avatarId, statuses } = await lastStep();
    const error = await cutWhile(avatarId, () => finishSetup(event));
    expect(error).toMatchObject({ name: "RetryableDatabaseError" });
    expect(await statuses()).toMatchObject({ avatar: "training", run: "running" });
    await finishSetup(event);
    expect(await statuses()).toEqual({ avatar: "ready", run: "succeeded", step: "succeeded", code: null });
  });

  it("before it has begun fails in the same way", async () => {
    const { event, statuses } = await lastStep();
    const url = process.env.DATABASE_URL ?? "";
    await disconnect();
    process.env.DATABASE_URL = "postgres://nobody@127.0.0.1:1/nowhere";
    await expect(finishSetup(event)).rejects.toMatchObject({ name: "RetryableDatabaseError" });
    process.env.DATABASE_URL = url;
    await disconnect();
    await finishSetup(event);
    expect(await statuses()).toMatchObject({ avatar: "ready", run: "succeeded" });
  });

  it("is not repeated for a fault of our own", async () => {
    const { event } = await lastStep();
    const stranger = { ...event, avatarId: "not an id" };
    await expect(finishSetup(stranger)).rejects.not.toMatchObject({ name: "RetryableDatabaseError" });
  });
});
