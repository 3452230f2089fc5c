import { expect, it } from "vitest";
import { useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { readyAvatar } from "./support/world.ts";

useApi();

it("no answer tells where files lie, what tokens hash to, or who owns a row", async () => {
  const operator = await newOperator();
  const { avatarId, batchId, pieceId } = await readyAvatar(operator);
  const paths = [
    "/auth/me",
    "/auth/sessions",
    "/avatars",
    ...["", "/candidates", "/dataset", "/setup", "/training", "/identity"].map(
      (rest) => `/avatars/${avatarId}${rest}`,
    ),
    "/content/batches",
    `/content/batches/${batchId}`,
    `/content/pieces/${pieceId}`,
    "/costs/entries",
  ];
  for (const path of paths) {
    const { status, text } = await operator.call(path);
    expect(status, path).toBe(200);
    expect(text, path).not.toMatch(
      /"(\w*(Hash|Key|Token)|taskToken|weightsUrl|destination|providerVersion|generationId|ownerId|executionArn)":/,
    );
    expect(text, path).not.toContain("secret");
  }
});
