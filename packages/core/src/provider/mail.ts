import { SESv2Client, SESv2ServiceException, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { secret } from "../kit/config.ts";
import { connectionError, statusError } from "./http-error.ts";
import { metered } from "./meter.ts";

let client: SESv2Client | undefined;

/** Sends one plain-text mail. The message id is the ledger's reference. */
export async function sendMail(mail: { to: string; subject: string; text: string }): Promise<string> {
  client ??= new SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
  const ses = client;
  const from = await secret("MAIL_FROM");
  return metered({ provider: "ses", model: "ses", kind: "mail" }, async () => {
    try {
      const answer = await ses.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [mail.to] },
          Content: {
            Simple: { Subject: { Data: mail.subject }, Body: { Text: { Data: mail.text } } },
          },
        }),
      );
      const id = answer.MessageId ?? crypto.randomUUID();
      return {
        read: () => id,
        providerRef: id,
        charges: [{ kind: "mail" as const, model: "ses", unit: "message", quantity: 1 }],
      };
    } catch (error) {
      const status = error instanceof SESv2ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === undefined) throw connectionError("ses", error);
      throw statusError("ses", status, error instanceof Error ? error.message : "refused", { cause: error });
    }
  });
}
