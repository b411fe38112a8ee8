/** Words that a name of something secret has in it, in the spelling of a variable. */
const secretWords =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|APIKEY|(?:^|_)(?:PG)?PASS(?:_|$)|_PWD$|(?:^|_)DSN$|(?:^|(?<!PUBLIC)_)KEYS?(?:_|$)/;

/** What the name of an option or a setting ends with whose value is the secret itself. */
const secretEnding =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(?:^|_)(?:PG)?PASS|(?:^|_)PWD|(?:API|ACCESS|PRIVATE|SECRET)_?KEY)$/;

/** Secrets that show by their form, and what they are called in a message. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  // The user before the colon may be empty.
  ["a URL with a password", /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i],
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  [
    "an access token",
    /\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{36}|github_pat_\w{22}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10}|sk_live_\w{16}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8})/,
  ],
];

/** Whether something with this name is a secret, whatever way the name is spelt: `DB_PASSWORD`, `dbPassword`, `db-password`. */
export function isSecretName(name: string): boolean {
  return secretWords.test(asVariable(name));
}

/** Whether an option or a setting with this name is followed by a secret, and not by the path of a file or a lifetime. */
export function takesSecret(option: string): boolean {
  return secretEnding.test(asVariable(option));
}

/** What kind of secret shows in a text, for the middle of a message; undefined for none. */
export function secretIn(text: string): string | undefined {
  const form = forms.find(([, pattern]) => pattern.test(text));
  if (form !== undefined) return form[0];
  return hasAssignedSecret(text) ? "a password among its settings" : undefined;
}

/**
 * Whether a text was drawn at random rather than written: a run of 16 letters and digits or more that
 * changes between capitals, small letters and digits all the time. UUIDs are names, and too short for it.
 */
export function isRandom(text: string): boolean {
  if (!/^[\w+/-]{20,}={0,2}$/.test(text) || text.startsWith("/")) return false;
  return text.split(/[^A-Za-z0-9]+/).some((run) => {
    const kinds = Array.from(run, kindOf);
    const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
    return run.length >= 16 && changes / run.length >= 0.3 && bitsPerCharacter(run) >= 3;
  });
}

/** Settings in a row, as in `host=db password=…`, `?sslmode=require&password=…` and `--password=…`. */
function hasAssignedSecret(text: string): boolean {
  return [...text.matchAll(/([a-z][\w.-]*)=["']?([^\s"'&;,]+)/gi)].some(
    ([, name = "", value = ""]) => takesSecret(name) && !value.startsWith("/"),
  );
}

function asVariable(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}

function kindOf(character: string): "capital" | "small" | "digit" {
  if (/\d/.test(character)) return "digit";
  return /[a-z]/.test(character) ? "small" : "capital";
}

/** Shannon's entropy of the characters. */
function bitsPerCharacter(text: string): number {
  const characters = Array.from(text);
  const counts = new Map<string, number>();
  for (const one of characters) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / characters.length)
    .reduce((bits, share) => bits - share * Math.log2(share), 0);
}
