import type { z } from "zod";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound, parseInput } from "../kit/error.ts";
import * as Dataset from "./dataset.ts";
import * as DatasetImage from "./dataset-image.ts";
import { changed, openDataset, withTrigger } from "./dataset-review.ts";
import { refuseBlocked } from "./refuse-blocked.ts";
import { captionLetters, type Info, Recaption } from "./schema.ts";

/**
 * Changes the captions of several pictures at once, all of them or none: words found and replaced, words put before
 * and after. Each caption keeps the trigger word at its head. Takes effect with the next training. Returns the
 * pictures as they are then; one whose caption stays the same keeps its revision.
 * Throws AppError `not_found`, `dataset_not_reviewable`, `image_changed`, `caption_unfit`, `prompt_blocked`.
 */
export async function recaption(
  avatarId: string,
  change: z.input<typeof Recaption>,
): Promise<DatasetImage.Info[]> {
  const { images: named, ...edit } = parseInput(Recaption, change);
  return transaction(async () => {
    const { avatar, dataset, images } = await openDataset(avatarId);
    const chosen = named.map(({ id, revision }) => {
      const image = images.find((one) => one.id === id) ?? missing(id);
      if (image.revision !== revision) throw changed();
      return image;
    });
    const edited = chosen.flatMap((image) => {
      const caption = captionOf(image.caption, edit, avatar);
      return caption === image.caption ? [] : [{ ...image, caption }];
    });
    for (const { ordinal, caption } of edited) requireFit(ordinal, caption, edit);
    const rows = edited.map(({ id, caption }) => ({ id, caption }));
    await sql`
      update dataset_images as image
      set caption = edited.caption, revision = image.revision + 1
      from jsonb_to_recordset(${sql.json(rows)}) as edited(id text, caption text)
      where image.id = edited.id and image.owner_id = ${Actor.userId()}
    `;
    if (edited.some(({ status }) => status === "kept")) await Dataset.markChanged(dataset.id);
    const after = await DatasetImage.list(dataset.id);
    return chosen.map(({ id }) => after.find((image) => image.id === id) ?? missing(id));
  });
}

type Edit = Omit<z.output<typeof Recaption>, "images">;

/** What is edited is the text behind the trigger word, which no edit can take away. */
function captionOf(caption: string, { find, replace, before, after }: Edit, avatar: Info): string {
  const head = `${avatar.triggerWord}, `;
  const body = caption.startsWith(head) ? caption.slice(head.length) : caption;
  const replaced = find === undefined ? body : body.replaceAll(find, replace ?? "");
  const text = [before, replaced.trim(), after].filter(Boolean).join(", ");
  return caption.startsWith(head) ? head + text : withTrigger(text, avatar);
}

function requireFit(ordinal: number, caption: string, { find, before, after }: Edit): void {
  // The field that somebody has to shorten or to reword.
  const field = before !== undefined ? "before" : after !== undefined ? "after" : "replace";
  refuseBlocked({ [field]: caption });
  const isEmpty = /^\w+,\s*$/.test(caption);
  if (caption.length <= captionLetters && !isEmpty) return;
  const message = isEmpty
    ? `Picture ${ordinal + 1} would have no caption. Leave some of its words.`
    : `The caption of picture ${ordinal + 1} would be longer than ${captionLetters} letters. Write less.`;
  throw new AppError("input", "caption_unfit", message, {
    fields: { [isEmpty && find !== undefined ? "find" : field]: message },
  });
}

function missing(id: string): never {
  throw notFound("picture", id);
}
