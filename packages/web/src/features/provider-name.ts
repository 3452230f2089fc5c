/** Names of firms and products are the same in every language; what has none is a message. */
const names: Record<string, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  replicate: "Replicate",
  r2: "Cloudflare R2",
  rekognition: "Amazon Rekognition",
  ses: "Amazon SES",
};

export const providerName = (provider: string): string => names[provider] ?? provider;
