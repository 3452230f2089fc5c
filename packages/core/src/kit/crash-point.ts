type Hook = (name: string) => void;
const hookName = Symbol.for("vixen.crash-point");

/**
 * Names a line at which the crash test may kill the process. Nothing is installed behind it in a deployed
 * stage, where it costs one look-up.
 */
export function crashPoint(name: string): void {
  (globalThis as { [hookName]?: Hook })[hookName]?.(name);
}
