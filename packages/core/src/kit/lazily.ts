/**
 * Makes a value for its first caller and keeps it for the container's life. What could not be made is not kept: a
 * secret that could not be had for a moment must not fail everything that comes after.
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    if (made) return made;
    const making = make();
    made = making;
    making.catch(() => {
      made = undefined;
    });
    return making;
  };
}
