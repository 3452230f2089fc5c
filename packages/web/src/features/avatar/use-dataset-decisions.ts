"use client";

import { useEffect, useRef, useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf, Refusal } from "../../lib/refusal.ts";
import { askToSignIn } from "../../lib/sign-in-again.ts";
import { isSignedOut, type Problem, problemOf } from "../../lib/use-form.ts";
import type { Image } from "./dataset-grid.tsx";

export type Captions = {
  images: { id: string; revision: number }[];
  find?: string | undefined;
  replace?: string | undefined;
  before?: string | undefined;
  after?: string | undefined;
};

/**
 * What a person decides about pictures, sent one after the other: each decision names the revision it was made
 * from, and the next key may be pressed before the last answer is there.
 */
export function useDatasetDecisions(avatarId: string, fromServer: Image[], onRefresh: () => void) {
  const [images, setImages] = useState(fromServer);
  const [problem, setProblem] = useState<Problem>();
  const [said, setSaid] = useState<Image>();
  const latest = useRef(images);
  const queue = useRef(Promise.resolve());
  const keys = useRef(new Map<string, string>());
  useEffect(() => {
    latest.current = fromServer;
    setImages(fromServer);
  }, [fromServer]);

  function show(next: Image[]) {
    latest.current = next;
    setImages(next);
  }
  function put(image: Image) {
    const isKnown = latest.current.some(({ id }) => id === image.id);
    const changed = latest.current.map((other) => (other.id === image.id ? image : other));
    show(isKnown ? changed : [...latest.current, image]);
    setSaid(image);
  }
  const revisionOf = (id: string) => latest.current.find((image) => image.id === id)?.revision ?? 0;

  function enqueue(work: () => Promise<void>): Promise<void> {
    setProblem(undefined);
    queue.current = queue.current.then(work).catch((error: unknown) => {
      if (isSignedOut(error)) return askToSignIn();
      setProblem(problemOf(error));
      // Somebody else was faster: what they decided is shown before one decides again.
      if (error instanceof Refusal && error.code === "image_changed") onRefresh();
    });
    return queue.current;
  }
  const patch = (imageId: string, change: { decision?: "keep" | "reject"; caption?: string }) => async () => {
    const json = { revision: revisionOf(imageId), ...change };
    const param = { avatarId, imageId };
    put(await answerOf(api.avatars[":avatarId"].dataset.images[":imageId"].$patch({ param, json })));
  };

  return {
    images,
    problem,
    said,
    decide: (imageId: string, decision: "keep" | "reject") => {
      void enqueue(patch(imageId, { decision }));
    },
    /** Rejects when the API refuses, so that the form stays with what was typed. */
    describe: (imageId: string, caption: string): Promise<void> => {
      const work = queue.current.then(patch(imageId, { caption }));
      queue.current = work.catch(() => undefined);
      return work;
    },
    /** The same for the captions of several; answers how many changed. */
    recaption: ({ images: asked, ...words }: Captions): Promise<number> => {
      const work = queue.current.then(async () => {
        // Decisions that were still on their way have moved the revisions on.
        const json = { ...words, images: asked.map(({ id }) => ({ id, revision: revisionOf(id) })) };
        const request = api.avatars[":avatarId"].dataset.captions.$post({ param: { avatarId }, json });
        const { items } = await answerOf(request);
        const before = new Map(latest.current.map(({ id, caption }) => [id, caption]));
        const after = new Map(items.map((image) => [image.id, image]));
        show(latest.current.map((image) => after.get(image.id) ?? image));
        return items.filter(({ id, caption }) => before.get(id) !== caption).length;
      });
      queue.current = work.then(
        () => undefined,
        () => undefined,
      );
      return work;
    },
    replace: (imageId: string) => {
      void enqueue(async () => {
        const key = keys.current.get(imageId) ?? crypto.randomUUID();
        keys.current.set(imageId, key);
        const param = { avatarId, imageId };
        const header = { "idempotency-key": key };
        put(
          await answerOf(
            api.avatars[":avatarId"].dataset.images[":imageId"].replace.$post({ param, header }),
          ),
        );
        keys.current.delete(imageId);
        onRefresh();
      });
    },
  };
}
