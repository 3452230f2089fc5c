/** Lines only in `before` with "- ", only in `after` with "+ ", in their order (longest common subsequence). */
export function lineDifference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const difference: string[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      difference.push(`- ${old[i]}`);
      i += 1;
    } else {
      difference.push(`+ ${now[j]}`);
      j += 1;
    }
  }
  return difference;
}
