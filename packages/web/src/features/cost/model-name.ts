import type { useTranslations } from "next-intl";

/** Names of products are the same in every language; a model that its maker named is called as its maker does. */
const products: Record<string, string> = {
  r2: "Cloudflare R2",
  ses: "Amazon SES",
  "rekognition.CompareFaces": "Rekognition · CompareFaces",
  "rekognition.DetectFaces": "Rekognition · DetectFaces",
  "rekognition.DetectModerationLabels": "Rekognition · DetectModerationLabels",
  "rekognition.RecognizeCelebrities": "Rekognition · RecognizeCelebrities",
};

/** What a ledger's model is called: the persona's own goes by no name of its maker. */
export const modelName = (t: ReturnType<typeof useTranslations<"cost">>, model: string): string =>
  model === "lora" ? t("ownModel") : (products[model] ?? model);
