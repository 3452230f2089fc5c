/**
 * The providers that are simulated here, as whoever runs the functions says: only a laptop sets it, from the
 * addresses it hands out. The API itself is bound to none of the providers' secrets.
 */
export const simulated = (): string[] => (process.env.SIMULATED_PROVIDERS ?? "").split(",").filter(Boolean);
