/** A rule of pg_hba.conf: who may connect, from where, and how they show who they are. */
export interface AccessRule {
  /** `local`, `host`, `hostssl`, … */
  readonly type: string;
  readonly databases: readonly string[];
  /** Undefined for `local`. */
  readonly address: string | undefined;
  readonly method: string;
  /** From 1. */
  readonly line: number;
}

const mask = /^[\d.:a-f]+$/i;

/** Reads pg_hba.conf; what is no rule is left out. */
export function accessRulesIn(text: string): readonly AccessRule[] {
  return text.split("\n").flatMap((raw, index) => {
    const words = wordsOf(raw);
    const [type = "", databases = ""] = words;
    if (!/^(?:local|host(?:no)?(?:ssl|gssenc)?)$/.test(type)) return [];
    const isLocal = type === "local";
    // An address may have its mask behind it, as a word of its own.
    const at = isLocal ? 3 : mask.test(words[4] ?? "") ? 5 : 4;
    const method = (words[at] ?? "").toLowerCase();
    const address = isLocal ? undefined : (words[3] ?? "");
    return [{ type, databases: databases.split(","), address, method, line: index + 1 }];
  });
}

function wordsOf(line: string): readonly string[] {
  const words = line.match(/#.*|(?:"[^"]*"|[^\s"#])+/g) ?? [];
  return words.filter((word) => !word.startsWith("#")).map((word) => word.replaceAll('"', ""));
}

/** Whether a rule lets in nobody but the container itself. */
export function isFromItself({ address }: AccessRule): boolean {
  return address === undefined || /^(?:127\.|::1(?:\/|$)|localhost$|samehost$)/.test(address);
}

/** Whether a rule lets clients in that need not encrypt. */
export function allowsPlain({ type, method }: AccessRule): boolean {
  return ["host", "hostnossl", "hostnogssenc"].includes(type) && method !== "reject";
}
