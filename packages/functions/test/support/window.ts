/** Fixed windows begin on the clock; a test that counts must not sit on the border of two. */
export async function awayFromTheBorder(windowMs: number, neededMs = 15_000): Promise<void> {
  const left = windowMs - (Date.now() % windowMs);
  if (left < neededMs) await new Promise((done) => setTimeout(done, left + 10));
}
