export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`something that is not an Error was thrown: ${String(thrown)}`);
}
