/**
 * Ends this process, as if it was asked to, once whoever started it is gone, however that ended: a pipe to its
 * standard input is closed by the kernel, also after kill -9.
 */
export function endWithParent(): void {
  const end = () => process.kill(process.pid, "SIGTERM");
  process.stdin.once("end", end).once("error", end).resume();
}
