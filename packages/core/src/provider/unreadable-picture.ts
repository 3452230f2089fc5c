import { ProviderError } from "../kit/error.ts";

const code = "unreadable_picture";

/** A picture that cannot be read: no answer about it can ever be had. */
export function unreadablePicture(
  provider: string,
  message: string,
  { retryable = false, cause }: { retryable?: boolean; cause: unknown },
): ProviderError {
  return new ProviderError(provider, message, { retryable, code, cause });
}

export const isUnreadablePicture = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.code === code;
