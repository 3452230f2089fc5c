import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Frame } from "../frame/frame.ts";
import type { CallContext, Provider, SandboxRequest, SandboxResponse } from "../frame/provider.ts";
import { type Mail, mailbox } from "./mailbox.ts";

const Text = z.object({ Data: z.string(), Charset: z.string().optional() });
const Addresses = z.array(z.string().regex(/^[^@\s]+@[^@\s]+$|<[^@\s]+@[^@\s]+>$/)).optional();
const Body = z.object({
  FromEmailAddress: z.string().includes("@"),
  Destination: z.object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }),
  Content: z.union([
    z.object({
      Simple: z.object({ Subject: Text, Body: z.object({ Text: Text.optional(), Html: Text.optional() }) }),
    }),
    z.object({ Raw: z.object({ Data: z.base64() }) }),
  ]),
});

/** SES version 2, as far as sending goes, with a page that shows what was sent. Nothing ever leaves the machine. */
export function createEmail(frame: Frame): Provider {
  frame.database.exec("create table if not exists mails (position integer primary key, mail text not null)");
  const insert = frame.database.prepare("insert into mails (mail) values (?)");
  const select = frame.database.prepare("select mail from mails order by position desc limit 500");
  const all = () => select.all().map((row) => JSON.parse(String(row.mail)) as Mail);

  function deliver(request: SandboxRequest, call: CallContext): SandboxResponse {
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
      return refuse(403, "AccessDeniedException", "The request is not signed.");
    }
    let json: unknown;
    try {
      json = JSON.parse(request.body.toString("utf8"));
    } catch {
      return refuse(400, "BadRequestException", "The body is not JSON.");
    }
    const parsed = Body.safeParse(json);
    if (!parsed.success) return refuse(400, "BadRequestException", z.prettifyError(parsed.error));
    const { FromEmailAddress: from, Destination, Content } = parsed.data;
    const to = [Destination.ToAddresses, Destination.CcAddresses, Destination.BccAddresses].flatMap(
      (list) => list ?? [],
    );
    if (to.length === 0) return refuse(400, "BadRequestException", "At least one destination is needed.");
    const id = randomUUID();
    const content =
      "Simple" in Content
        ? {
            subject: Content.Simple.Subject.Data,
            text: Content.Simple.Body.Text?.Data,
            html: Content.Simple.Body.Html?.Data,
          }
        : {
            subject: "(raw message)",
            text: Buffer.from(Content.Raw.Data, "base64").toString("utf8"),
            html: undefined,
          };
    const mail: Mail = {
      id,
      at: new Date().toISOString(),
      from,
      to,
      subject: content.subject,
      text: content.text ?? "",
      html: content.html ?? "",
    };
    insert.run(JSON.stringify(mail));
    call.subject(id);
    call.bill({ kind: "mail", model: "ses", unit: "message", quantity: to.length });
    return { status: 200, body: { MessageId: id } };
  }

  return {
    name: "email",
    handle: async (request, call) => {
      const { method, path, query } = request;
      if (method === "POST" && path === "/v2/email/outbound-emails") return deliver(request, call);
      if (method === "GET" && path === "/__messages") return { status: 200, body: { messages: all() } };
      if (method === "GET" && path === "/") {
        const headers = {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
        };
        return { status: 200, headers, body: Buffer.from(mailbox(all(), query.get("to") || undefined)) };
      }
      return refuse(404, "NotFoundException", "The sandbox has no such operation.");
    },
    errorBody: (status) =>
      status === 429
        ? refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded.")
        : refuse(status, "InternalServiceErrorException", "The service failed."),
  };
}

const refuse = (status: number, code: string, message: string): SandboxResponse => ({
  status,
  headers: { "x-amzn-errortype": code },
  body: { message },
});
