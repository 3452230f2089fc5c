import type { CallContext } from "../frame/provider.ts";
import { type Judgement, judge, judgeText, quietScores } from "../language/safety.ts";
import { type Category, categories } from "../language/vocabulary/harm.ts";
import { badRequest } from "./errors.ts";
import { readImage } from "./images.ts";
import { type Fields, isFields } from "./messages.ts";
import { moderationModel } from "./models.ts";

const imageCategories: readonly Category[] = [
  "self-harm",
  "self-harm/intent",
  "self-harm/instructions",
  "sexual",
  "violence",
  "violence/graphic",
];

/** What pixels show, as scores. Minors are not judged in pictures: neither does OpenAI. */
export type PictureJudge = (bytes: Buffer) => Promise<{ isNude: boolean; isSuggestive: boolean }>;

/** `POST /v1/moderations`. */
export async function moderate(
  request: Fields,
  call: CallContext,
  judgePicture: PictureJudge,
): Promise<unknown> {
  const model = moderationModel(request.model);
  const inputs = readInput(request.input);
  const results = await Promise.all(inputs.map((input) => judgeInput(input, judgePicture)));
  call.bill({ kind: "moderation", model: "omni-moderation-latest", unit: "request", quantity: 1 });
  return { id: `modr-${call.callId}`, model, results };
}

type Input = { text: string | undefined; imageUrl: string | undefined };

function readInput(input: unknown): Input[] {
  if (typeof input === "string") return [{ text: input, imageUrl: undefined }];
  if (!Array.isArray(input) || input.length === 0) {
    throw badRequest(
      "Invalid 'input': expected a string, an array of strings or an array of parts.",
      "input",
    );
  }
  if (input.every((item) => typeof item === "string"))
    return input.map((text) => ({ text, imageUrl: undefined }));
  const parts = input.map(readPart);
  const images = parts.flatMap((part) => part.imageUrl ?? []);
  if (images.length > 1) {
    throw badRequest(`Number of images (${images.length}) exceeds maximum of 1`, "input", "too_many_images");
  }
  // Parts of one request are judged together.
  const texts = parts.flatMap((part) => part.text ?? []);
  return [{ text: texts.length === 0 ? undefined : texts.join("\n"), imageUrl: images[0] }];
}

function readPart(part: unknown): Input {
  if (isFields(part) && part.type === "text" && typeof part.text === "string") {
    return { text: part.text, imageUrl: undefined };
  }
  const url =
    isFields(part) && part.type === "image_url" && isFields(part.image_url) ? part.image_url.url : undefined;
  if (typeof url !== "string")
    throw badRequest("Invalid 'input': expected parts of type 'text' or 'image_url'.", "input");
  return { text: undefined, imageUrl: url };
}

async function judgeInput({ text, imageUrl }: Input, judgePicture: PictureJudge): Promise<unknown> {
  const words = text === undefined ? undefined : judgeText(text);
  const picture = imageUrl === undefined ? undefined : await judgeImage(imageUrl, judgePicture);
  const scores = Object.fromEntries(
    categories.map((category) => [
      category,
      Math.max(words?.scores[category] ?? 0, picture?.scores[category] ?? 0),
    ]),
  ) as Judgement["scores"];
  const { flagged, flags } = judge(scores);
  return {
    flagged,
    categories: flags,
    category_scores: scores,
    category_applied_input_types: Object.fromEntries(
      categories.map((category) => [
        category,
        [...(words ? ["text"] : []), ...(picture && imageCategories.includes(category) ? ["image"] : [])],
      ]),
    ),
  };
}

async function judgeImage(url: string, judgePicture: PictureJudge): Promise<Judgement> {
  const bytes = await readImage(url);
  const { isNude, isSuggestive } = await judgePicture(bytes);
  const quiet = quietScores(bytes.toString("latin1"));
  for (const category of categories) if (!imageCategories.includes(category)) quiet[category] = 0;
  // The quiet part keeps two pictures of one kind from scoring exactly alike.
  if (isNude) quiet.sexual = 0.93 + quiet.violence * 10;
  else if (isSuggestive) quiet.sexual = 0.36 + quiet.violence * 20;
  return judge(quiet);
}
