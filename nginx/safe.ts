/**
 * Values are validated where they enter, in the schema of the stack configuration. These guards
 * are the second lock: whatever gets past the schema, no value can close a directive, open a
 * block or name a variable in the rendered configuration.
 */
const shapes = {
  /** Application or process: used in file names and, with underscores, in variable names. */
  name: [/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case letters, digits and single hyphens"],
  host: [
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "a lower-case host name, international ones in their ASCII form",
  ],
  /** RFC 3986 characters of a path, without percent escapes: nginx compares decoded paths. */
  path: [
    /^\/(?!.*\/\/)(?!.*\/\.{1,2}(\/|$))[A-Za-z0-9._~!*+,:@/-]*$/,
    "an absolute path such as /api/",
  ],
  folder: [
    /^(?!.*\/\/)(?!.*\/\.{1,2}(\/|$))(\/[A-Za-z0-9._-]+)+\/?$/,
    "an absolute folder such as /srv/shop/static",
  ],
  file: [/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, "a file name such as index.html"],
  /** Network alias, as Docker accepts it in a container's name. */
  alias: [/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, "a network alias such as shop-web-1a2b3c"],
  /** Any other character could not be part of `$cookie_<name>`. */
  cookieName: [/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "letters, digits and underscores"],
  /** Goes into a regular expression, so nothing that means something there. */
  cookieValue: [/^[A-Za-z0-9_-]{16,256}$/, "16 to 256 letters, digits, underscores and hyphens"],
  /** Text for people, printed in double quotes and shown on a page: no markup, no quotes. */
  sentence: [/^[\p{L}\p{N} :.,()/_+-]{1,80}$/u, "1 to 80 letters, digits, spaces and :.,()/_+-"],
  network: [/^[0-9a-f.:]+(\/\d{1,3})?$/i, "an IP address or a network such as 10.0.0.0/8"],
  /** Header values, printed in double quotes: printable ASCII without what ends or expands there. */
  header: [/^[\x20\x21\x23\x25-\x5b\x5d-\x7e]+$/, 'printable ASCII without ", \\ and $'],
  version: [/^\d+\.\d+\.\d+[a-z]?$/, "a version such as 1.22.1"],
} as const;

/** What a value is used for, which decides the characters that it may hold. */
export type Shape = keyof typeof shapes;

/**
 * Returns the value unchanged when it is safe to print into the configuration.
 * @throws when it is not; the message names the field, never the value of a cookie.
 */
export function assertSafe(shape: Shape, field: string, value: string): string {
  const [pattern, expected] = shapes[shape];
  // JavaScript's `$` matches at the very end only, so a trailing newline cannot slip through.
  if (pattern.test(value)) return value;
  const shown = shape === "cookieValue" ? "the value" : JSON.stringify(value);
  throw new Error(`Proxy configuration: ${field} must be ${expected}, but is ${shown}.`);
}

/**
 * Returns the number unchanged when it is a whole number within the limits.
 * @throws when it is not.
 */
export function assertWhole(field: string, value: number, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new Error(
    `Proxy configuration: ${field} must be a whole number from ${lowest} to ${highest}, but is ${value}.`,
  );
}
