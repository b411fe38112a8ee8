import type { FileContent } from "./files";

/** Names of the secrets that a file holds. */
export function secretsIn(content: FileContent): readonly string[] {
  switch (content.from) {
    case "text":
      return [];
    case "template":
      return content.secrets;
    case "secret":
    case "url":
      return [content.secret];
  }
}

/**
 * The text of a declared file.
 * @param value Of a secret that `secretsIn` names.
 */
export function fileText(content: FileContent, value: (secret: string) => string): string {
  switch (content.from) {
    case "text":
      return content.text;
    case "secret":
      return value(content.secret);
    case "template":
      return content.secrets.reduce(
        // A function: in a plain text "$&" would stand for what is replaced.
        (text, name) => text.replaceAll(`{{${name}}}`, () => value(name)),
        content.text,
      );
    case "url": {
      const { scheme, user, secret, host, port, path } = content;
      const login = [user, value(secret)].map(encodeURIComponent).join(":");
      return `${scheme}://${login}@${host}:${port}${path}`;
    }
  }
}
