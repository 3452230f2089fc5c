import type { Operator } from "@vixen/local/laptop/operator.ts";

/** One whose setup goes on by itself until its training pictures wait for a person. */
export const persona = {
  name: "Alba <b>Sol</b>",
  niche: "trail running",
  style: "natural light, linen",
  city: "Valencia, Spain",
  language: "en",
  age: 27,
  seed: 7,
  preset: "fast",
  isAutomatic: true,
  reviewsDataset: true,
};

/** Waits until a persona is in a state. Throws when its setup fails. */
export async function until(operator: Operator, avatarId: string, status: string): Promise<void> {
  for (;;) {
    const avatar = await operator.get<{ status: string }>(`/avatars/${avatarId}`);
    if (avatar.status === status) return;
    if (avatar.status === "failed") throw new Error(JSON.stringify(avatar));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
