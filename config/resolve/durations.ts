/**
 * Spells a number of seconds as Go prints a duration ("5s", "1m30s", "1h0m0s"), because the engine
 * hands it back so and any other spelling shows up as a change on every preview.
 */
export function goDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
