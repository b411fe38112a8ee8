// Takes the secrets out of a stack's file and prints their keys, so that the file can be previewed by somebody
// who has no passphrase for it: `stand-ins.ts <file>`.
import { readFileSync, writeFileSync } from "node:fs";

import { isMap, isScalar, parseDocument } from "yaml";

/** A stack's file without its secrets and what encrypts them. */
export interface WithoutSecrets {
  readonly text: string;
  /** Keys whose values were taken out, for example `palier:copies-secret-key`. */
  readonly keys: readonly string[];
}

/** What belongs to the key of the secrets, beside "config". */
const encryption = ["encryptionsalt", "encryptedkey", "secretsprovider"];

/** Takes every `secure: …` out of the text of a stack's file. */
export function withoutSecrets(text: string): WithoutSecrets {
  const document = parseDocument(text);
  for (const key of encryption) document.delete(key);
  const config = document.get("config");
  const entries = isMap(config) ? [...config.items] : [];
  const keys = entries.flatMap(({ key, value }) =>
    isMap(value) && value.has("secure") && isScalar(key) ? [String(key.value)] : [],
  );
  for (const key of keys) document.deleteIn(["config", key]);
  return { text: document.toString({ lineWidth: 0 }), keys };
}

if (require.main === module) {
  const [file = ""] = process.argv.slice(2);
  const { text, keys } = withoutSecrets(readFileSync(file, "utf8"));
  writeFileSync(file, text);
  process.stdout.write(keys.map((key) => `${key}\n`).join(""));
}
