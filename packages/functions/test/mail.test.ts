import "./support/quiet.ts";
import type * as Actor from "@vixen/core/kit/actor.ts";
import { createId } from "@vixen/core/kit/id.ts";
import * as UserEvent from "@vixen/core/user/event.ts";
import type { Context, SQSEvent } from "aws-lambda";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { database, useApi } from "./support/harness.ts";
import { clearFaults, fault, sentTo, useSandbox } from "./support/mail.ts";
import { newOperator } from "./support/operator.ts";

useApi();
useSandbox();
afterEach(clearFaults);

const context = {
  awsRequestId: "mail",
  functionName: "send-mail",
  getRemainingTimeInMillis: () => 60_000,
} as Context;

/** The queue's consumer with one message, as often as it is delivered; answers which failed. */
async function receive(message: string): Promise<string[]> {
  const { handler } = await import("../src/user/send-mail.ts");
  const record = { messageId: "m1", body: message, attributes: { ApproximateReceiveCount: "1" } };
  const answer = await handler({ Records: [record] } as unknown as SQSEvent, context);
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** A person who asked for a mail, and the bus's message about it. */
async function mailAsked() {
  const { userId, email } = await newOperator();
  const emailTokenId = createId("emailToken");
  const row = { id: emailTokenId, owner_id: userId, purpose: "reset", token_hash: emailTokenId };
  await database()`
    insert into email_tokens ${database()({ ...row, expires_at: new Date(Date.now() + 600_000) })}`;
  const actor: Actor.Info = { type: "user", userId };
  const detail = { id: createId("outbox"), actor, body: { userId, emailTokenId } };
  const message = JSON.stringify({ "detail-type": UserEvent.MailRequested.type, detail });
  /** As when whoever claimed it died a while ago. */
  const lapse = () =>
    database()`update email_tokens set claimed_until = now() - interval '1 second' where id = ${emailTokenId}`;
  return { message, emailTokenId, sent: () => sentTo(email), lapse, userId };
}

/** Has the next writes of how a mail ended fail as Postgres does, until the test is over or puts an end to it. */
async function failWrites(
  table: "email_tokens" | "cost_entries",
  { code, times }: { code: string; times: number },
): Promise<void> {
  const ended = table === "email_tokens" ? "when (new.sent_at is not null)" : "";
  await database().unsafe(`
    create sequence failures;
    grant usage on sequence failures to public;
    create function fail_write() returns trigger language plpgsql as $$ begin
      -- What a sequence counted stays when the transaction is undone.
      if nextval('failures') <= ${times} then raise exception 'no' using errcode = '${code}'; end if;
      return new;
    end $$;
    create trigger fail_write before insert or update on ${table} for each row ${ended} execute function fail_write();
  `);
  onTestFinished(mendWrites);
}

const mendWrites = async () =>
  void (await database().unsafe(`
    drop function if exists fail_write cascade;
    drop sequence if exists failures;
  `));

/** Whoever is refused by a provider comes no further than to writing that down, while `work` runs. */
async function holdingRefused(work: () => Promise<void>): Promise<void> {
  await database().unsafe(`
    create function hold_refused() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock(1);
      return new;
    end $$;
    create trigger hold_refused before update on provider_calls for each row
      when (new.status = 'failed') execute function hold_refused();
  `);
  onTestFinished(async () => void (await database().unsafe("drop function hold_refused cascade")));
  await database().begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(1)`;
    await work();
  });
}

describe("a mail's message", () => {
  it("that comes twice sends one mail, with one charge", async () => {
    const { message, sent, userId } = await mailAsked();
    expect(await receive(message)).toEqual([]);
    expect(await receive(message)).toEqual([]);
    expect(await sent()).toHaveLength(1);
    const booked = await database()`
      select id from cost_entries where owner_id = ${userId} and kind = 'mail'`;
    expect(booked).toHaveLength(1);
  });

  it("that comes twice at the same moment sends one mail, and stays until that one is gone", async () => {
    const { message, sent } = await mailAsked();
    const outcomes = await Promise.all([receive(message), receive(message)]);
    expect(await sent()).toHaveLength(1);
    expect(outcomes.flat().length).toBeLessThanOrEqual(1);
    expect(await receive(message)).toEqual([]);
    expect(await sent()).toHaveLength(1);
  });

  it("whose call was refused for the moment is sent by the next delivery", async () => {
    const { message, sent } = await mailAsked();
    await fault({ kind: "402", match: { provider: "email" }, count: 1 });
    expect(await receive(message)).toEqual(["m1"]);
    expect(await receive(message)).toEqual([]);
    expect(await sent()).toHaveLength(1);
  });

  it("whose call's answer was lost is not repeated at once, and by a newer link later", async () => {
    const { message, sent, lapse, emailTokenId } = await mailAsked();
    await fault({ kind: "500", match: { provider: "email" }, count: 1 });
    expect(await receive(message)).toEqual(["m1"]);
    expect(await receive(message)).toEqual(["m1"]);
    expect(await sent()).toHaveLength(0);
    await lapse();
    expect(await receive(message)).toEqual([]);
    expect(await sent()).toHaveLength(1);
    const [row] =
      await database()`select sent_at, claimed_until from email_tokens where id = ${emailTokenId}`;
    expect(row).toEqual({ sent_at: expect.any(Date), claimed_until: null });
  });

  it("that was sent while the database was away for a moment sends one mail, and is booked", async () => {
    for (const table of ["email_tokens", "cost_entries"] as const) {
      const { message, sent, userId } = await mailAsked();
      await failWrites(table, { code: "57P03", times: 2 });
      expect(await receive(message)).toEqual([]);
      await mendWrites();
      expect(await receive(message)).toEqual([]);
      expect(await sent()).toHaveLength(1);
      expect(await database()`select id from cost_entries where owner_id = ${userId}`).toHaveLength(1);
    }
  });

  it("that was sent and cannot be booked fails, and sends no other mail however often it comes", async () => {
    const { message, sent, lapse } = await mailAsked();
    await failWrites("cost_entries", { code: "P0001", times: 9 });
    expect(await receive(message)).toEqual(["m1"]);
    expect(await receive(message)).toEqual([]);
    await mendWrites();
    await lapse();
    expect(await receive(message)).toEqual([]);
    expect(await sent()).toHaveLength(1);
  });

  it("that a slow worker is refused after another one sent it stays sent", async () => {
    const { message, sent, lapse } = await mailAsked();
    await fault({ kind: "429", match: { provider: "email" }, count: 1 });
    let slow: Promise<string[]> | undefined;
    await holdingRefused(async () => {
      slow = receive(message);
      await expect
        .poll(
          () => database()`select pid from pg_stat_activity where wait_event_type = 'Lock'
            and datname = current_database()`,
          { timeout: 10_000 },
        )
        .toHaveLength(1);
      await lapse();
      expect(await receive(message)).toEqual([]);
      await fault({ kind: "402", match: { provider: "email" }, count: 1 });
    });
    expect(await slow).toEqual(["m1"]);
    expect(await receive(message)).toEqual([]);
    expect(await sent()).toHaveLength(1);
  });

  it("about a token of somebody else sends nothing", async () => {
    const [mine, theirs] = [await mailAsked(), await mailAsked()];
    const message = mine.message.replace(mine.emailTokenId, theirs.emailTokenId);
    expect(await receive(message)).toEqual([]);
    expect([await mine.sent(), await theirs.sent()]).toEqual([[], []]);
  });
});
