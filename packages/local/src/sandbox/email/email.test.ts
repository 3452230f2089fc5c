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

it("The page's links lead where a mail says, and nothing that a mail says is more than text or a link", async () => {
  const sandbox = await sandboxForTest();
  const client = clientOf(sandbox);
  const text = [
    "Open http://localhost:3000/confirm?token=a_b-c&x=1.",
    'or https://evil.example/"onmouseover="alert(1) (https://two.example/)',
    "javascript:alert(1) https://<b>",
  ].join("\n");
  await client.send(mail(["ana@example.com"], text));
  await client.send(mail(["eva@example.com"], "Hello"));
  const read = async (query = "") => (await fetch(`${sandbox.url}/email${query}`)).text();
  const page = await read("?to=ana%40example.com");
  const links = [...page.matchAll(/<a href="([^"]*)" rel="noreferrer">([^<]*)<\/a>/g)];
  expect(links.map(([, href, words]) => [href, words])).toEqual(
    [
      "http://localhost:3000/confirm?token=a_b-c&amp;x=1",
      "https://evil.example/",
      "https://two.example/",
    ].map((url) => [url, url]),
  );
  expect(page).not.toMatch(/href="javascript|<b>|"onmouseover/);
  expect(page).not.toContain("Hello");
  expect((await read()).indexOf("Hello")).toBeGreaterThan(0);
  expect(await read("?to=%3Cscript%3E")).not.toContain("<script");
});

it("Mails without a reader or with a wrong address are refused", async () => {
  const client = clientOf(await sandboxForTest());
  await expect(client.send(mail([], "hello"))).rejects.toMatchObject({ name: "BadRequestException" });
  await expect(client.send(mail(["nobody"], "hello"))).rejects.toMatchObject({ name: "BadRequestException" });
});
