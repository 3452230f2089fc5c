import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { json, sandboxForTest } from "../testing/sandbox-test.ts";

const clientOf = (sandbox: { url: string }) =>
  new SESv2Client({
    endpoint: `${sandbox.url}/email`,
    region: "us-east-1",
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    maxAttempts: 1,
  });
const mail = (to: string[], text: string) =>
  new SendEmailCommand({
    FromEmailAddress: "VixenBliss <no-reply@sandbox.invalid>",
    Destination: { ToAddresses: to },
    Content: { Simple: { Subject: { Data: "Your <b>code</b>" }, Body: { Text: { Data: text } } } },
  });

it("Mails sent through the real SDK are kept, billed and shown without running what is in them", async () => {
  const sandbox = await sandboxForTest();
  const sent = await clientOf(sandbox).send(
    mail(["ana@example.com"], '<script>alert("x")</script> https://reset'),
  );
  const { body } = await json(`${sandbox.url}/email/__messages`);
  expect(body.messages).toMatchObject([
    {
      id: sent.MessageId,
      to: ["ana@example.com"],
      subject: "Your <b>code</b>",
      text: expect.stringContaining("https://reset") as string,
    },
  ]);
  const page = await (await fetch(`${sandbox.url}/email`)).text();
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script");
  const calls = (await json(`${sandbox.url}/__calls?provider=email`)).body.calls;
  expect(calls).toMatchObject([
    {
      path: "/email/v2/email/outbound-emails",
      billable: { kind: "mail", model: "ses", unit: "message", quantity: 1 },
    },
  ]);
});

it("Mails without a reader or with a wrong address are refused", async () => {
  const client = clientOf(await sandboxForTest());
  await expect(client.send(mail([], "hello"))).rejects.toMatchObject({ name: "BadRequestException" });
  await expect(client.send(mail(["nobody"], "hello"))).rejects.toMatchObject({ name: "BadRequestException" });
});
