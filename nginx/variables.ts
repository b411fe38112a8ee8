/**
 * Names of the nginx variables that an application's upstream file sets and its site reads.
 * Names of applications and processes hold single hyphens at most, so that no two of them meet
 * once the hyphens have become underscores.
 */
function identifier(name: string): string {
  return name.replaceAll("-", "_");
}

/** Variable that is empty when requests are let through, and else the name of the page to show. */
export function closedVariable(application: string): string {
  return `$closed_${identifier(application)}`;
}

/** Like the closed variable, for routes that stay open in maintenance: set when nothing can answer. */
export function absentVariable(application: string): string {
  return `$absent_${identifier(application)}`;
}

/** Variable with the text that says when a maintenance is expected to end; empty when nobody knows. */
export function untilVariable(application: string): string {
  return `$until_${identifier(application)}`;
}

/** Variable with the cookie that the address of a request earns; empty for a wrong address. */
export function entryVariable(application: string): string {
  return `$entry_${identifier(application)}`;
}

/** Variable with the seconds of `Retry-After` on the page shown when closed. */
export function retryAfterVariable(application: string): string {
  return `$retry_after_${identifier(application)}`;
}

/** Variable with the network alias of the containers of one process. */
export function aliasVariable(application: string, process: string): string {
  return `$alias_${identifier(application)}__${identifier(process)}`;
}

/** Name of the shared memory that counts requests of one application at one rate. */
export function rateZone(application: string, requestsPerMinute: number): string {
  return `rate_${identifier(application)}_${requestsPerMinute}`;
}
