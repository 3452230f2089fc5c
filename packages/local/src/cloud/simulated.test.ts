import { expect, it } from "vitest";
import { simulatedProviders } from "./simulated.ts";

const sandboxUrl = "http://127.0.0.1:4100";
const secrets = {
  OpenAi: { OPENAI_API_KEY: "k", OPENAI_BASE_URL: `${sandboxUrl}/openai/v1` },
  Anthropic: { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: `${sandboxUrl}/anthropic` },
  Replicate: { REPLICATE_API_TOKEN: "k", REPLICATE_BASE_URL: `${sandboxUrl}/replicate/v1` },
  Storage: { R2_ENDPOINT: "http://127.0.0.1:4101", R2_PUBLIC_URL: `${sandboxUrl}/cdn` },
  Mail: { MAIL_FROM: "studio@example.com" },
};
const urls = { sandboxUrl, rekognitionUrl: `${sandboxUrl}/rekognition`, emailUrl: `${sandboxUrl}/email` };

it("names every provider whose address is the sandboxes' own", () => {
  expect(simulatedProviders(secrets, urls)).toEqual([
    "openai",
    "anthropic",
    "replicate",
    "r2",
    "rekognition",
    "ses",
  ]);
});

it("leaves out one that was given a key, with its own address or a proxy's", () => {
  const real = {
    ...secrets,
    OpenAi: { OPENAI_API_KEY: "real" },
    Replicate: { REPLICATE_API_TOKEN: "real", REPLICATE_BASE_URL: "https://proxy.example/v1" },
  };
  expect(simulatedProviders(real, { ...urls, rekognitionUrl: undefined })).toEqual([
    "anthropic",
    "r2",
    "ses",
  ]);
});

it("names none where there are no sandboxes", () => {
  expect(simulatedProviders(secrets, {})).toEqual([]);
});
