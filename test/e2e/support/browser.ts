import { Agent, request as httpsRequest } from "node:https";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as the tests make it. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * A connection for each request. The proxy ends idle ones when it is reloaded; a browser asks again when it meets one
 * that has just ended, and what tests about connections count, they count with agents of their own.
 */
const single = new Agent({ keepAlive: false });

/** Talks to a site as a browser does: verifies the certificate, keeps cookies. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly authority: string,
    private readonly address = "127.0.0.1",
  ) {}

  /** Asks over HTTPS. The name leads to this machine whatever the resolver says. */
  ask(path: string, asked: Asked = {}): Promise<Answer> {
    return this.send(path, asked, (options, callback) =>
      httpsRequest(
        {
          ...options,
          agent: single,
          port: this.port,
          ca: this.authority,
          servername: this.host,
        },
        callback,
      ),
    );
  }

  /** Asks over plain HTTP. */
  askPlain(path: string, port: number): Promise<Answer> {
    return this.send(path, {}, (options, callback) => httpRequest({ ...options, port }, callback));
  }

  /** Value of a cookie that the site has set. */
  cookie(name: string): string {
    return this.cookies.get(name) ?? "";
  }

  /** Sends a form as a browser does, with the token that the page holds. */
  async submit(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    await this.ask(path);
    const form = new URLSearchParams({ ...fields, csrfmiddlewaretoken: this.cookie("csrftoken") });
    return this.ask(path, {
      method: "POST",
      headers: { ...this.origin(path), "Content-Type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
  }

  /** Sends a file with a form. */
  upload(path: string, fields: Readonly<Record<string, string>>, file: Buffer): Promise<Answer> {
    const boundary = "----palier-test";
    const parts = Object.entries(fields).map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = `${parts.join("")}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="copie.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
    return this.ask(path, {
      method: "POST",
      headers: {
        ...this.origin(path),
        "X-CSRFToken": this.cookie("csrftoken"),
        "Content-Type": `multipart/form-data; boundary=${boundary}`,
      },
      body: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    });
  }

  private origin(path: string): Record<string, string> {
    const origin = `https://${this.host}:${this.port}`;
    return { Origin: origin, Referer: `${origin}${path}` };
  }

  private send(
    path: string,
    { method = "GET", headers = {}, body }: Asked,
    open: (
      options: object,
      callback: (answer: import("node:http").IncomingMessage) => void,
    ) => import("node:http").ClientRequest,
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const options = {
      host: this.address,
      path,
      method,
      headers: {
        Host: `${this.host}:${this.port}`,
        ...(cookie && { Cookie: cookie }),
        ...(body !== undefined && { "Content-Length": Buffer.byteLength(body) }),
        ...headers,
      },
    };
    return new Promise((resolve, reject) => {
      const request = open(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          this.keepCookies(answer.headers["set-cookie"] ?? []);
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      request.setTimeout(30_000, () =>
        request.destroy(new Error(`No answer to ${method} ${path} within 30 s.`)),
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  private keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
  }
}
