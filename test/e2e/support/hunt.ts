/** Something that must show nowhere. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** A secret that shows somewhere. Its value is no part of it. */
export interface Hit {
  readonly place: string;
  readonly secret: string;
  readonly form: string;
}

/** A form in which a secret may show. */
interface Form {
  readonly secret: string;
  readonly form: string;
  readonly text: Buffer;
}

/** Characters of a secret's beginning or end that are as good as the whole of it. */
const part = 12;

/** Looks for secrets in everything that it is shown, in the forms in which tools write values. */
export class Hunt {
  private readonly forms: readonly Form[];
  private readonly hits = new Map<string, Hit>();
  private readonly seen = new Map<string, number>();

  constructor(secrets: readonly Secret[]) {
    this.forms = secrets.flatMap((secret) => formsOf(secret));
  }

  /**
   * Looks into what was found at a place.
   * @param place Kind of place and what of it, such as "inspect: web-1".
   */
  look(place: string, content: string | Buffer): void {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const [kind = place] = place.split(":");
    this.seen.set(kind, (this.seen.get(kind) ?? 0) + bytes.length);
    for (const { secret, form, text } of this.forms) {
      if (bytes.includes(text))
        this.hits.set([place, secret, form].join("\n"), { place, secret, form });
    }
  }

  /** Where secrets were found; each place, secret and form once. */
  found(): Hit[] {
    return [...this.hits.values()];
  }

  /** Bytes that were looked at, by kind of place. */
  lookedAt(): ReadonlyMap<string, number> {
    return this.seen;
  }
}

/**
 * Every form of a secret. Its longest run of characters that no tool escapes stands for it, and what
 * is encoded as a whole holds the run's own encoding.
 */
function formsOf({ name, value }: Secret): Form[] {
  const [core = ""] = (value.match(/[A-Za-z0-9+/]+/g) ?? []).sort((a, b) => b.length - a.length);
  if (core.length < part)
    throw new Error(`${name} has no run of ${part} characters that no tool escapes.`);
  const bytes = Buffer.from(core);
  const form = (kind: string, text: string | Buffer): Form => ({
    secret: name,
    form: kind,
    text: Buffer.from(text),
  });
  return [
    form("its beginning", core.slice(0, part)),
    form("its end", core.slice(-part)),
    form("in hexadecimal digits", bytes.toString("hex")),
    form("in hexadecimal digits", bytes.toString("hex").toUpperCase()),
    form("as UTF-16", Buffer.from(core, "utf16le")),
    ...[0, 1, 2].flatMap((offset) => {
      const encoded = alignedBase64(bytes, offset);
      const forUrls = encoded.replaceAll("+", "-").replaceAll("/", "_");
      return [form("in base64", encoded), form("in base64", forUrls)];
    }),
  ];
}

/** What base64 makes of the bytes wherever they begin in a longer text: without the characters that share bits with others. */
function alignedBase64(bytes: Buffer, offset: number): string {
  const shared = Math.ceil((offset * 8) / 6);
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .slice(shared, whole);
}
