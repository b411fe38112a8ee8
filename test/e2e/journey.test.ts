import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { eachStandsOnTheOneBefore } from "../support/in-order";
import { type Answer, Browser } from "./support/browser";
import {
  containersNamed,
  containersOf,
  docker,
  networksOf,
  purge,
  volumesOf,
} from "./support/engine";
import { Workspace } from "./support/workspace";

const stack = "e2e";
const ports = { http: 19480, https: 19443 };
const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Page>>endobj\ntrailer<<>>\n%%EOF\n");

/** Headers that no answer may lack, whatever part of the proxy or the application it comes from. */
const everywhere = {
  "strict-transport-security": /max-age=\d+/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /./,
  "permissions-policy": /./,
  "content-security-policy": /default-src/,
};

describe("a stack from the first deployment to the last", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  let workspace: Workspace;
  let browser: Browser;
  let password: string;
  let copy: { readonly id: string };

  before(async () => {
    await purge(stack);
    workspace = new Workspace(stack, ports);
  });

  after(async () => {
    await purge(stack);
    workspace.remove();
  });

  async function signIn(): Promise<Browser> {
    const fresh = new Browser(workspace.host, ports.https, workspace.authority());
    const answer = await fresh.submit("/connexion/", { username: "admin", password });
    assert.equal(answer.status, 302, answer.body);
    return fresh;
  }

  async function untilGraded(id: string): Promise<{ readonly status: string }> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const found = JSON.parse((await browser.ask(`/api/copies/${id}/`)).body) as {
        status: string;
      };
      if (found.status === "graded") return found;
      await sleep(1000);
    }
    throw new Error(`Copy ${id} was not graded within a minute.`);
  }

  it("comes up with one command, which prints the address and the first login once", async () => {
    const { code, output } = await workspace.script("up");
    assert.equal(code, 0, output);
    assert.ok(output.includes(`copies: https://${workspace.host}:${ports.https}/`), output);
    password = /log in as admin with (\S+)/.exec(output)?.[1] ?? "";
    assert.match(password, /^[A-Za-z0-9]{32}$/);
    browser = new Browser(workspace.host, ports.https, workspace.authority());
  });

  it("answers over HTTPS with a certificate of the local authority, ready with all its parts", async () => {
    const { status, body } = await browser.ask("/api/health/ready");
    assert.equal(status, 200, body);
    assert.deepEqual((JSON.parse(body) as { checks: unknown }).checks, {
      database: "ok",
      cache: "ok",
      media: "ok",
    });
  });

  it("leads plain HTTP to HTTPS", async () => {
    const { status, headers } = await browser.askPlain("/connexion/?next=/", ports.http);
    assert.equal(status, 301);
    assert.equal(headers.location, `https://${workspace.host}:${ports.https}/connexion/?next=/`);
  });

  it("lets the first administrator in, takes an upload and grades it in a worker", async () => {
    browser = await signIn();
    const answer = await browser.upload(
      "/api/copies/",
      { title: "Mathématiques", pupil: "Ada L." },
      pdf,
    );
    assert.equal(answer.status, 201, answer.body);
    copy = JSON.parse(answer.body) as { id: string };
    assert.equal((await untilGraded(copy.id)).status, "graded");
  });

  it("hands a copy out to those who may see it, and to nobody else", async () => {
    const granted = await browser.ask(`/copies/${copy.id}/fichier`);
    assert.equal(granted.status, 200);
    assert.equal(granted.body, pdf.toString());
    assert.match(granted.headers["cache-control"] ?? "", /private|no-store/);
    const stranger = new Browser(workspace.host, ports.https, workspace.authority());
    assert.equal((await stranger.ask(`/copies/${copy.id}/fichier`)).status, 302);
    for (const path of ["/media/", "/protected-media/", "/media/copies/x.pdf"]) {
      assert.equal((await browser.ask(path)).status, 404, path);
    }
  });

  it("sends the security headers with every kind of answer, each once", async () => {
    const stranger = new Browser(workspace.host, ports.https, workspace.authority());
    const [asset] = /\/static\/[^"]+\.css/.exec((await stranger.ask("/connexion/")).body) ?? [];
    assert.ok(asset, "the login page names no style sheet");
    const answers: Record<string, Answer> = {
      page: await browser.ask("/"),
      redirect: await stranger.ask("/"),
      missing: await browser.ask("/nothing-here"),
      denied: await browser.ask("/media/"),
      asset: await browser.ask(asset),
      "missing asset": await browser.ask("/static/none.css"),
      "too large": await browser.ask("/connexion/", {
        method: "POST",
        headers: { "Content-Length": String(2 ** 21) },
      }),
    };
    assert.deepEqual(
      Object.fromEntries(Object.entries(answers).map(([kind, { status }]) => [kind, status])),
      {
        page: 200,
        redirect: 302,
        missing: 404,
        denied: 404,
        asset: 200,
        "missing asset": 404,
        "too large": 413,
      },
    );
    for (const [kind, { headers }] of Object.entries(answers)) {
      for (const [name, expected] of Object.entries(everywhere)) {
        const value = String(headers[name] ?? "");
        assert.match(value, expected, `${name} of ${kind}`);
        assert.ok(
          !value.includes("DENY, DENY") && !value.includes("nosniff, nosniff"),
          `${name} twice on ${kind}`,
        );
      }
    }
    assert.match(answers.asset?.headers["cache-control"] ?? "", /immutable/);
  });

  it("limits login attempts", async () => {
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 80; attempt += 1)
      statuses.add((await browser.ask("/admin/login/")).status);
    assert.ok(statuses.has(429), [...statuses].join(", "));
  });

  it("changes nothing when nothing changed", async () => {
    const before = await containersOf(stack);
    const { code, output } = await workspace.script("up");
    assert.equal(code, 0, output);
    assert.match(output, /Resources:\n\s+\d+ unchanged\n/, output);
    assert.ok(!output.includes("log in as"), "the first login was shown twice");
    assert.deepEqual(await containersOf(stack), before);
  });

  it("passes a restore drill, which leaves what runs alone, and says so afterwards", async () => {
    const before = await containersOf(stack);
    const volumes = await volumesOf(stack);
    const { code, output } = await workspace.shell("scripts/restore-drill.sh");
    assert.equal(code, 0, output);
    assert.match(output, /^copies \S+\n(?: {2}.*\n)* {2}ok$/m);
    assert.deepEqual(await containersOf(stack), before);
    assert.deepEqual(await volumesOf(stack), volumes);
    const status = await workspace.shell("scripts/status.sh");
    assert.equal(status.code, 0, status.output);
    assert.match(status.output, /drill/i);
  });

  it("applies a changed limit to the running containers", async () => {
    const before = await containersNamed(stack, "web");
    workspace.configure(
      ["palier:applications", "copies", "processes", "web", "limits", "memory"],
      640,
    );
    const { code, output } = await workspace.pulumi("up --yes --skip-preview --non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual(await containersNamed(stack, "web"), before);
    for (const { id } of before) {
      const { HostConfig } = await docker.getContainer(id).inspect();
      assert.equal(HostConfig.Memory, 640 * 1024 * 1024);
    }
  });

  it("takes up a changed proxy configuration by a reload", async () => {
    const before = await containersNamed(stack, "proxy");
    workspace.configure(["palier:applications", "copies", "headers"], {
      contentSecurityPolicyReportOnly: true,
    });
    const { code, output } = await workspace.pulumi("up --yes --skip-preview --non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual(await containersNamed(stack, "proxy"), before);
    const { headers } = await browser.ask("/connexion/");
    assert.ok(headers["content-security-policy-report-only"]);
    workspace.configure(["palier:applications", "copies", "headers"], undefined);
  });

  it("repairs what was removed or stopped by hand, and keeps the data", async () => {
    const [web] = await containersNamed(stack, "web");
    const [worker] = await containersNamed(stack, "worker");
    const [beat] = await containersNamed(stack, "beat");
    assert.ok(web && worker && beat);
    await docker.getContainer(web.id).remove({ force: true });
    await docker.getContainer(worker.id).stop({ t: 1 });
    await docker.getContainer(beat.id).stop({ t: 1 });
    const { code, output } = await workspace.pulumi(
      "up --refresh --yes --skip-preview --non-interactive",
    );
    assert.equal(code, 0, output);
    const states = (await containersOf(stack))
      .map(({ process, state }) => `${process} ${state}`)
      .sort();
    assert.deepEqual(states, [
      "beat running",
      "cache running",
      "database running",
      "proxy running",
      "web running",
      "web running",
      "worker running",
    ]);
    assert.ok((await browser.ask("/api/copies/")).body.includes("Ada L."));
    const again = await workspace.pulumi("up --yes --skip-preview --non-interactive");
    assert.match(again.output, /Resources:\n\s+\d+ unchanged\n/, again.output);
  });

  it("releases another version without a failed request", async () => {
    const failures: string[] = [];
    let requests = 0;
    const released = new AbortController();
    const load = (async () => {
      while (!released.signal.aborted) {
        const answer = await browser
          .ask("/api/health/ready")
          .catch((error: unknown) => ({ status: 0, body: String(error) }));
        requests += 1;
        if (answer.status !== 200) failures.push(`${answer.status} ${answer.body}`);
      }
    })();
    workspace.configure(["palier:applications", "copies", "version"], "2.0.0");
    const { code, output } = await workspace.pulumi("up --yes --skip-preview --non-interactive");
    released.abort();
    await load;
    assert.equal(code, 0, output);
    assert.deepEqual(failures, []);
    assert.ok(requests > 20, `only ${requests} requests`);
    const { headers } = await browser.ask("/api/health/live");
    assert.equal(headers["x-app-version"], "2.0.0");
    const { releases } = (await workspace.outputs()) as {
      releases: { copies: { version: string } };
    };
    assert.equal(releases.copies.version, "2.0.0");
    assert.equal((await containersNamed(stack, "web")).length, 2);
  });

  it("keeps the old version when the new one does not start, and goes on with the next good one", async () => {
    const before = (await containersOf(stack))
      .filter(({ state }) => state === "running")
      .map(({ id }) => id)
      .sort();
    const broken = await brokenImage();
    workspace.lockImage("palier/example-django:broken", broken);
    workspace.configure(["palier:applications", "copies", "image"], "palier/example-django:broken");
    const failed = await workspace.pulumi("up --yes --skip-preview --non-interactive");
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /Asking the image of copies for its migrations failed/);
    assert.match(failed.output, /this image is broken/);
    assert.equal((await browser.ask("/api/health/ready")).status, 200);
    const running = (await containersOf(stack))
      .filter(({ state }) => state === "running")
      .map(({ id }) => id)
      .sort();
    assert.deepEqual(running, before);
    workspace.configure(["palier:applications", "copies", "image"], "palier/example-django:1.0.0");
    const good = await workspace.pulumi("up --yes --skip-preview --non-interactive");
    assert.equal(good.code, 0, good.output);
    assert.equal((await containersOf(stack)).length, 7);
    assert.equal((await browser.ask("/api/health/ready")).status, 200);
  });

  it("shows no secret in state, logs or container definitions", async () => {
    const state = await workspace.state();
    assert.ok(state.includes("copies-database-password"));
    assert.ok(!state.includes(password), "the first password is in the state in clear");
    for (const { id, name } of await containersOf(stack)) {
      const container = docker.getContainer(id);
      assert.ok(!JSON.stringify(await container.inspect()).includes(password), name);
      assert.ok(
        !(await container.logs({ stdout: true, stderr: true })).toString().includes(password),
        name,
      );
    }
  });

  it("goes down and leaves nothing but the protected data, with which it comes up again", async () => {
    const down = await workspace.script("down");
    assert.equal(down.code, 0, down.output);
    assert.deepEqual(await containersOf(stack), []);
    assert.deepEqual(await networksOf(stack), []);
    assert.deepEqual(await volumesOf(stack), [
      "palier-e2e-copies-cache-data",
      "palier-e2e-copies-database-data",
      "palier-e2e-copies-media",
      "palier-e2e-copies-restore-points",
      "palier-e2e-journal",
    ]);
    const up = await workspace.script("up");
    assert.equal(up.code, 0, up.output);
    browser = await signIn();
    assert.equal((await browser.ask(`/copies/${copy.id}/fichier`)).body, pdf.toString());
  });
});

/** An image whose every command fails. */
async function brokenImage(): Promise<string> {
  const container = await docker.createContainer({ Image: "palier/example-django:1.0.0" });
  try {
    const { Id } = (await container.commit({
      repo: "palier-test/broken",
      changes: 'ENTRYPOINT ["sh", "-c", "echo this image is broken >&2; exit 1"]',
    })) as { Id: string };
    return Id;
  } finally {
    await container.remove();
  }
}
