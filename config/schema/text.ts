import { text } from "./leaf";

/**
 * One line of ordinary text for people. Characters that HTML or the proxy's configuration give a
 * meaning to are refused, so that no renderer has to escape.
 */
export const title = text({
  expected: '1 to 80 characters on one line, without any of < > " \\ $ { } `',
  pattern: /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>"\\${}`]{1,80}$/u,
});

/** The value of a response header: printable ASCII without the three characters that end or expand a quoted text of nginx. */
export const headerValue = text({
  expected: '1 to 4096 printable ASCII characters on one line, without any of " \\ $',
  pattern: /^[\x20\x21\x23\x25-\x5B\x5D-\x7E]{1,4096}$/,
});

/** The value of a setting; reaches the application as it is, so only what could start another line is refused. */
export const settingText = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{0,1024}$/u;

/** What the application's image says it is; goes into labels and addresses. */
export const version = text({
  expected: 'a version of 1 to 64 letters, digits and . + _ -, as "1.4.2"',
  pattern: /^[0-9A-Za-z.+_-]{1,64}$/,
});

/** An absolute folder, without characters that the engine's mount syntax gives a meaning to. */
export const folder = text({
  expected: "an absolute path of letters, digits and . _ -, without .. and without a / at the end",
  pattern: /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/,
});

/** Size of one log file, as the engine spells it. */
export const logSize = text({
  expected: 'a size as "10m": a whole number followed by k, m or g',
  pattern: /^[1-9][0-9]{0,4}[kmg]$/,
  advice: (value) => (typeof value === "number" ? `write the unit, as "${value}m"` : undefined),
});

/** A path of the site, without characters that the proxy's configuration gives a meaning to. */
export const urlPath = text({
  expected: 'a path of the site, as "/login/"',
  pattern: /^\/(?:[A-Za-z0-9._~-]+(?:\/|$))*$/,
});
