import { createHmac } from "node:crypto";
import { ReplicateWebhook } from "@vixen/core/webhook";
import { describe, expect, it } from "vitest";
import { cloud, useWorld } from "./harness.ts";

useWorld();

const attempt = `att_${"0".repeat(26)}`;
const body = JSON.stringify({ id: "p".repeat(26), status: "succeeded", output: ["https://x.example/0.jpg"] });

/** A webhook as Replicate signs it (Standard Webhooks). */
function signed(given: { body?: string; secondsAgo?: number; secret?: string; id?: string } = {}) {
  const text = given.body ?? body;
  const id = given.id ?? "msg_1";
  const timestamp = String(Math.floor(Date.now() / 1000) - (given.secondsAgo ?? 0));
  const secret = given.secret ?? process.env.REPLICATE_WEBHOOK_SECRET ?? "";
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest("base64");
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
  return { headers: headers as Record<string, string | undefined>, query: {}, body: text };
}

const messages = () => cloud().messages.map((message) => JSON.parse(message.body));

describe("A webhook of Replicate", () => {
  it("becomes one message that only points at the object", async () => {
    const query = { attempt, kind: "training" };
    await ReplicateWebhook.receive({ ...signed(), query });
    expect(messages()).toEqual([
      {
        id: "msg_1",
        actor: { type: "system", name: "replicate-webhook" },
        body: { provider: "replicate", kind: "training", id: "p".repeat(26), attemptId: attempt },
      },
    ]);
  });

  it("is taken with headers in any letters, and once more with any number of old keys beside its own", async () => {
    const { headers, ...rest } = signed();
    const loud = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
    );
    await ReplicateWebhook.receive({ ...rest, headers: loud });
    const other = signed({ id: "msg_2" });
    const both = { ...other.headers, "webhook-signature": `v1,AAAA ${other.headers["webhook-signature"]}` };
    await ReplicateWebhook.receive({ ...other, headers: both });
    expect(cloud().messages).toHaveLength(2);
  });

  const refusals = {
    "with a wrong signature": signed.bind(undefined, { secret: `whsec_${"A".repeat(32)}` }),
    "that is six minutes old": signed.bind(undefined, { secondsAgo: 360 }),
    "from six minutes ahead": signed.bind(undefined, { secondsAgo: -360 }),
    "whose body was changed": () => ({ ...signed(), body: body.replace("succeeded", "failed") }),
    "without headers": () => ({ ...signed(), headers: {} }),
    "whose timestamp is no number": () => {
      const webhook = signed();
      return { ...webhook, headers: { ...webhook.headers, "webhook-timestamp": "yesterday" } };
    },
  };
  it.each(Object.entries(refusals))(
    "%s is refused with a stable code, and nothing is sent on",
    async (_name, make) => {
      await expect(ReplicateWebhook.receive(make())).rejects.toMatchObject({
        kind: "auth",
        code: "signature_invalid",
        message: expect.stringContaining("Send the untouched body with a current timestamp."),
      });
      expect(cloud().messages).toEqual([]);
    },
  );

  const bodies = ["no json", "", "null", "[]", '{"status":"succeeded"}', '{"id":7,"status":"succeeded"}'];
  it.each([...bodies, JSON.stringify({ id: "x".repeat(101), status: "succeeded" })])(
    "that says %s, though signed, is refused as no prediction",
    async (text) => {
      await expect(ReplicateWebhook.receive(signed({ body: text }))).rejects.toMatchObject({
        kind: "input",
        code: "body_invalid",
      });
      expect(cloud().messages).toEqual([]);
    },
  );

  it("about a prediction that still runs changes nothing", async () => {
    await ReplicateWebhook.receive(signed({ body: JSON.stringify({ id: "p1", status: "processing" }) }));
    expect(cloud().messages).toEqual([]);
  });

  it("with a query that nobody of ours wrote is read without it", async () => {
    const query = { attempt: "att_'; drop table attempts", kind: "coffee" };
    await ReplicateWebhook.receive({ ...signed(), query });
    expect(messages()).toMatchObject([{ body: { kind: "prediction", id: "p".repeat(26) } }]);
    expect(messages()[0].body.attemptId).toBeUndefined();
  });

  it("is not acknowledged while its message cannot be kept, and welcome again afterwards", async () => {
    cloud().refuse.calls = 4;
    await expect(ReplicateWebhook.receive(signed())).rejects.toThrow();
    cloud().refuse.calls = 0;
    expect(cloud().messages).toEqual([]);
    await ReplicateWebhook.receive(signed());
    expect(cloud().messages).toHaveLength(1);
  });

  it("that comes again within the five minutes is acknowledged, and its message is not sent twice", async () => {
    const webhook = signed();
    await ReplicateWebhook.receive(webhook);
    await ReplicateWebhook.receive(webhook);
    await ReplicateWebhook.receive(signed({ secondsAgo: 60 }));
    expect(messages()).toMatchObject([{ id: "msg_1" }]);
    await ReplicateWebhook.receive(signed({ id: "msg_2" }));
    expect(messages()).toMatchObject([{ id: "msg_1" }, { id: "msg_2" }]);
  });

  it("goes on at once when nobody remembers whether it came before", async () => {
    cloud().refuse.calls = 1;
    await ReplicateWebhook.receive(signed());
    expect(cloud().messages).toHaveLength(1);
    cloud().refuse.isTableSilent = true;
    const began = performance.now();
    await ReplicateWebhook.receive(signed({ id: "msg_2" }));
    expect(cloud().messages).toHaveLength(2);
    expect(performance.now() - began).toBeLessThan(2_000);
    // What has expired is as good as forgotten, although the table still has it.
    cloud().refuse.isTableSilent = false;
    cloud().hints.set("webhook.replicate.msg_3", { expires_at: { N: "1" } });
    await ReplicateWebhook.receive(signed({ id: "msg_3" }));
    expect(cloud().messages).toHaveLength(3);
  });
});
