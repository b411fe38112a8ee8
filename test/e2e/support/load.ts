import { Agent, type RequestOptions, request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a client keeps its connection, or asks the server to close it after each answer. */
export type Connections = "keep-alive" | "close";

/** What clients of one kind met. */
export interface Tally {
  requests: number;
  readonly statuses: Record<string, number>;
  /** Answers by the version that they name. */
  readonly versions: Record<string, number>;
  unexpected: number;
  /** The first unexpected answers, for people. */
  readonly examples: string[];
  /** Requests that broke, by code. */
  readonly errors: Record<string, number>;
  /** Requests that met the end of a connection that was kept, and were sent again as a browser does. */
  sentAgain: number;
}

/** Who asks whom. */
export interface LoadTarget {
  readonly host: string;
  readonly port: number;
  /** Certificate of the site's authority. */
  readonly authority: string;
  /** Cookies of somebody who is signed in. */
  readonly cookies: Readonly<Record<string, string>>;
  /** Address of a static file. */
  readonly asset: string;
  /** Title of the copies that are uploaded, to count them. */
  readonly title: string;
}

/** One request with the only right answer to it. */
interface Question {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly status: number;
  /** Text that the right page has. */
  readonly marker: string;
}

const timeoutMilliseconds = 60_000;
/** Between an answer and the next request: people read. */
const pauseMilliseconds = 40;
const keptExamples = 5;
const boundary = "----palier-load";

/** Asks a site as many people do, all at once, until it is stopped. */
export class Load {
  readonly tallies: Readonly<Record<Connections, Tally>> = {
    "keep-alive": newTally(),
    close: newTally(),
  };
  /** Copies that the site said it had taken. */
  uploaded = 0;
  private running = false;
  private readonly clients: Promise<void>[] = [];

  /** @param clientsEach Clients of each kind; each has one request under way at any time. */
  constructor(
    private readonly target: LoadTarget,
    readonly clientsEach = 3,
  ) {}

  /** All requests so far that were answered. */
  get requests(): number {
    return this.tallies.close.requests + this.tallies["keep-alive"].requests;
  }

  start(): void {
    this.running = true;
    for (const connections of ["keep-alive", "close"] as const) {
      for (let client = 0; client < this.clientsEach; client += 1) {
        this.clients.push(this.client(connections, client));
      }
    }
  }

  /** Lets requests under way end. */
  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients.splice(0));
  }

  private async client(connections: Connections, client: number): Promise<void> {
    const tally = this.tallies[connections];
    const keepAlive = connections === "keep-alive";
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    const mix = questions(this.target);
    // Each begins elsewhere, so that uploads and pages meet.
    for (let turn = client * 7; this.running; turn += 1) {
      const question = mix[turn % mix.length];
      if (question !== undefined) await this.ask(question, agent, tally);
      await sleep(pauseMilliseconds);
    }
    agent.destroy();
  }

  private async ask(question: Question, agent: Agent, tally: Tally): Promise<void> {
    try {
      const { status, version, body } = await sendAsBrowser(this.target, question, agent, tally);
      tally.requests += 1;
      count(tally.statuses, String(status));
      if (version !== undefined) count(tally.versions, version);
      if (status !== question.status || !body.includes(question.marker)) {
        tally.unexpected += 1;
        if (tally.examples.length < keptExamples) {
          const { method, path } = question;
          tally.examples.push(`${method} ${path}: ${status} ${body.slice(0, 300)}`);
        }
      } else if (status === 201) this.uploaded += 1;
    } catch (error) {
      count(tally.errors, error instanceof Error ? error.message : String(error));
    }
  }
}

interface Got {
  readonly status: number;
  readonly version: string | undefined;
  readonly body: string;
}

/**
 * A server may end a kept connection at the moment in which its client sends the next request; nothing
 * has read that request then, so that clients send it again (RFC 9112, 9.3.1), once.
 */
async function sendAsBrowser(
  target: LoadTarget,
  question: Question,
  agent: Agent,
  tally: Tally,
): Promise<Got> {
  try {
    return await send(target, question, agent);
  } catch (error) {
    if (!(error instanceof EndedWhileKept)) throw error;
    tally.sentAgain += 1;
    return send(target, question, new Agent({ maxSockets: 1 }));
  }
}

/** The connection had served before, and nothing came back on it. */
class EndedWhileKept extends Error {}

function send(
  { host, port, authority, cookies }: LoadTarget,
  { method, path, headers, body }: Question,
  agent: Agent,
): Promise<Got> {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const options: RequestOptions = {
    host: "127.0.0.1",
    port,
    ca: authority,
    servername: host,
    method,
    path,
    agent,
    timeout: timeoutMilliseconds,
    headers: {
      Host: `${host}:${port}`,
      Cookie: cookie.join("; "),
      ...headers,
      ...(body === undefined ? {} : { "Content-Length": body.length }),
    },
  };
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", (error) => {
        reject(new Error(`${codeOf(error)} in the middle of an answer`));
      });
      answer.on("end", () => {
        resolve({
          status: answer.statusCode ?? 0,
          version: answer.headers["x-app-version"]?.toString(),
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.on("error", (error) => {
      const ended = asked.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(codeOf(error));
      reject(ended ? new EndedWhileKept(codeOf(error)) : new Error(codeOf(error)));
    });
    asked.end(body);
  });
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

/** What people do, in the proportions of a school: they look much and hand in little. */
function questions(target: LoadTarget): Question[] {
  const get = (path: string, marker: string): Question => ({
    method: "GET",
    path,
    headers: {},
    status: 200,
    marker,
  });
  const looking = [
    get("/", "Déposer une copie"),
    get("/api/health/live", '"ok"'),
    get("/api/copies/", '"copies"'),
    get(target.asset, ""),
    incompleteForm(target),
    get("/api/health/ready", '"ok"'),
  ];
  const rounds = Array.from({ length: 8 }, () => looking).flat();
  return [...rounds, upload(target)];
}

/** A form that lacks everything: the application reads it and shows what is missing. */
function incompleteForm(target: LoadTarget): Question {
  return {
    method: "POST",
    path: "/",
    headers: { ...origin(target), "Content-Type": "application/x-www-form-urlencoded" },
    body: Buffer.from(new URLSearchParams({ title: "Sans copie" }).toString()),
    status: 400,
    marker: "Déposer une copie",
  };
}

function upload(target: LoadTarget): Question {
  return {
    method: "POST",
    path: "/api/copies/",
    headers: { ...origin(target), "Content-Type": `multipart/form-data; boundary=${boundary}` },
    body: uploadBody(target.title, 64 * 1024),
    status: 201,
    marker: '"pending"',
  };
}

/** A form with a PDF of about so many bytes. */
export function uploadBody(title: string, bytes: number): Buffer {
  const fields = Object.entries({ title, pupil: "Ada L." }).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="copie.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
  const pdf = `%PDF-1.4\n<< /Type /Page >>\n%${"x".repeat(bytes)}\n%%EOF\n`;
  return Buffer.from(`${fields.join("")}${head}${pdf}\r\n--${boundary}--\r\n`);
}

/** What a browser sends along with a form, for the application's protection against forged ones. */
export function origin({ host, port, cookies }: LoadTarget): Record<string, string> {
  const own = `https://${host}:${port}`;
  return { Origin: own, Referer: `${own}/`, "X-CSRFToken": cookies.csrftoken ?? "" };
}

/** Type of the body that `uploadBody` makes. */
export const uploadType = `multipart/form-data; boundary=${boundary}`;

function newTally(): Tally {
  return {
    requests: 0,
    statuses: {},
    versions: {},
    unexpected: 0,
    examples: [],
    errors: {},
    sentAgain: 0,
  };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
