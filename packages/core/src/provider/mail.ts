import { SESv2Client, SESv2ServiceException, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { secret } from "../kit/config.ts";
import { connectionError, statusError } from "./http-error.ts";
import { metered } from "./meter.ts";

let client: SESv2Client | undefined;

/**
 * Sends one plain-text mail. The message id is the ledger's reference. A call whose outcome is unknown is not
 * repeated: SES has no idempotency key, and the mail may be on its way.
 */
export async function sendMail(mail: { to: string; subject: string; text: string }): Promise<string> {
  client ??= new SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
  const ses = client;
  const from = await secret("MAIL_FROM");
  const call = { provider: "ses", model: "ses", kind: "mail" } as const;
  const send = async () => {
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
      const detail = error instanceof Error ? error.message : "refused";
      throw statusError("ses", status, detail, { isPurchase: true, cause: error });
    }
  };
  return metered(call, send, { isPurchase: true });
}
