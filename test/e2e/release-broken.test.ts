import assert from "node:assert/strict";

import { assertUnchanged } from "./support/refusal";
import { ReleaseSite } from "./support/release-site";
import type { VariantName } from "./support/variants";

/** What is wrong with an image, and what whoever releases it has to be told. */
interface Broken {
  readonly variant: VariantName;
  readonly reason: RegExp;
  /** Lines of its log, marked as such. */
  readonly evidence: RegExp;
  readonly watchSeconds?: number;
  /** Only a failure after the switch reaches users, for the moment until the old release is back. */
  readonly switches?: boolean;
}

const broken: Readonly<Record<string, Broken>> = {
  "ends at once": {
    variant: "exits",
    reason: /Container copies-web-1-\S+ does not stay up: it ended with exit code 1$/m,
    evidence: /^.*\| .*this web server is broken$/m,
  },
  "never becomes healthy": {
    variant: "never-healthy",
    reason:
      /Container copies-web-1-\S+ is unhealthy: the last probe answered 1: this probe never passes$/m,
    evidence: /^.*\| .*Listening at: http/m,
  },
  "is another server's first page": {
    variant: "welcome",
    reason: /\/connexion\/ is nginx's welcome page \(status 200\), not the application/,
    evidence: /^.*\| .*Listening at: http/m,
  },
  "is a page with its program's insides": {
    variant: "debug",
    reason: /\/connexion\/ is Django's debug page \(status 200\), not the application/,
    evidence: /^.*\| .*Listening at: http/m,
  },
  "dies after it was healthy": {
    variant: "dies",
    reason: /Container copies-web-1-\S+ .*(ended|restarted)/,
    evidence: /^.*\| .*this web server gives up/m,
    watchSeconds: 60,
    switches: true,
  },
};

describe("a release of an image that", function () {
  this.timeout(600_000);
  const site = new ReleaseSite("release-broken", { http: 17580, https: 17543 });

  before(() => site.open());
  after(() => site.close());

  for (const [what, { variant, reason, evidence, watchSeconds, switches }] of Object.entries(
    broken,
  )) {
    it(`${what} fails with the reason and the last lines of its log, and the old one serves on`, async () => {
      const before = await site.running();
      site.choose(["release", "watch", "seconds"], watchSeconds ?? 2);
      const poll = site.poll();
      const { code, output } = await site.release(variant, "6.6.6");
      const seen = await poll.stop();
      assert.notEqual(code, 0, output);
      assert.match(output, reason);
      assert.match(output, evidence);
      assert.match(output, /copies 1\.0\.0 serves on, with its data\./);
      if (switches !== true) assert.deepEqual(seen, ["200 1.0.0"]);
      assert.equal(await site.version(), "1.0.0");
      assert.deepEqual(await site.running(), before);
      const entry = await site.lastEntry();
      assert.equal(entry.outcome, "undone");
      assert.match(entry.reason ?? "", reason);
      assert.equal(entry.to.version, "6.6.6");
    });
  }

  it("is good after all of these replaces the old one cleanly", async () => {
    site.choose(["release", "watch", "seconds"], 2);
    const poll = site.poll();
    await site.released("second", "1.1.0");
    assert.deepEqual(await poll.stop(), ["200 1.0.0", "200 1.1.0"]);
    assert.deepEqual(await site.leftovers(), []);
    await assertUnchanged(site.workspace);
  });
});
