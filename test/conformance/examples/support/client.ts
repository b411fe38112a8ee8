import { request, type IncomingHttpHeaders } from "node:http";

/** An answer of the application. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A copy as the application's JSON interface shows it. */
export interface CopyJson {
  readonly id: string;
  readonly status: string;
  readonly pages: number | null;
  readonly mark: number | null;
  readonly file: string;
}

/** A PDF with one page; the text makes its content, and so its mark, its own. */
export function pdf(text: string): Buffer {
  return Buffer.from(`%PDF-1.4\n<< /Type /Pages >>\n<< /Type /Page >>\n% ${text}\n%%EOF\n`);
}

/** Speaks to a web container as the proxy does: host name and scheme of the outside, plain HTTP. */
export class Client {
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly port: number,
    readonly host: string,
  ) {}

  /** The headers of every request. */
  headers(): Record<string, string> {
    return {
      Host: this.host,
      "X-Forwarded-Proto": "https",
      Referer: `https://${this.host}/`,
      Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      "X-CSRFToken": this.#cookies.get("csrftoken") ?? "",
    };
  }

  /** Sends one request and remembers the cookies of its answer. */
  send(
    method: string,
    path: string,
    body?: Buffer,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const all = { ...this.headers(), Connection: "close", ...headers };
      const options = { host: "127.0.0.1", port: this.port, method, path, headers: all };
      const outgoing = request(options, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on("data", (part: Buffer) => parts.push(part));
        incoming.on("error", reject);
        incoming.on("end", () => {
          this.#remember(incoming.headers["set-cookie"] ?? []);
          const text = Buffer.concat(parts).toString();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        });
      });
      outgoing.on("error", reject);
      outgoing.setTimeout(30_000, () => outgoing.destroy(new Error(`${path}: no answer`)));
      outgoing.end(body);
    });
  }

  /** Reads a page. */
  get(path: string): Promise<Answer> {
    return this.send("GET", path);
  }

  /** Signs in through the application's own page. */
  async signIn(username: string, password: string): Promise<void> {
    await this.get("/connexion/");
    const form = Buffer.from(new URLSearchParams({ username, password }).toString());
    const type = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await this.send("POST", "/connexion/", form, type);
    if (answer.status !== 302) throw new Error(`signing in was answered ${answer.status}`);
  }

  /** Uploads a PDF and returns the copy that was made. */
  async upload(content: Buffer): Promise<CopyJson> {
    const { body, type } = multipart(content);
    const answer = await this.send("POST", "/api/copies/", body, { "Content-Type": type });
    if (answer.status !== 201) throw new Error(`upload: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as CopyJson;
  }

  /** Reads one copy. */
  async copy(id: string): Promise<CopyJson> {
    const answer = await this.get(`/api/copies/${id}/`);
    if (answer.status !== 200) throw new Error(`copy ${id} was answered ${answer.status}`);
    return JSON.parse(answer.body) as CopyJson;
  }

  #remember(lines: readonly string[]): void {
    for (const line of lines) {
      const [name, value] = (line.split(";")[0] ?? "").split("=");
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
  }
}

/** The upload form as a browser sends it. */
export function multipart(content: Buffer): { body: Buffer; type: string } {
  const edge = "----palier-test";
  const field = (name: string, value: string): string =>
    `--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head =
    field("title", "Philosophie") +
    field("pupil", "Élise") +
    `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="copie.pdf"\r\n` +
    "Content-Type: application/pdf\r\n\r\n";
  const body = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${edge}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${edge}` };
}
