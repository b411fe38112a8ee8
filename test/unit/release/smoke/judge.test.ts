import assert from "node:assert/strict";

import type { SmokeAnswer } from "../../../../release/smoke/answer";
import { parseAnswer } from "../../../../release/smoke/answer";
import { judgeAnswer } from "../../../../release/smoke/judge";
import { visibleText } from "../../../../release/smoke/visible-text";
import type { SmokeTestSpec } from "../../../../spec/lifecycle";

const login: SmokeTestSpec = {
  path: "/login/",
  status: 200,
  contains: ["Version {{version}}", "Copies d'examen"],
  absent: ["Traceback"],
  headers: { "x-version": "{{version}}" },
};

const page: SmokeAnswer = {
  status: 200,
  headers: { "content-type": "text/html", "x-version": "v2.1.0" },
  body: "<html><style>p{}</style><p>Copies d&#x27;examen</p>\n<footer>Version 2.1.0</footer></html>",
};

function judge(
  changes: Partial<SmokeAnswer>,
  test: Partial<SmokeTestSpec> = {},
): string | undefined {
  return judgeAnswer({ ...login, ...test }, "2.1.0", { ...page, ...changes });
}

describe("judging an answer", () => {
  it("accepts the page that was described, with entities read as a reader would", () => {
    assert.equal(judge({}), undefined);
  });

  it("names the path, what was expected, what came and what a reader sees", () => {
    assert.equal(
      judge({ status: 500 }),
      `/login/ has status 500, not 200; it says "Copies d'examen Version 2.1.0"`,
    );
  });

  it("names the target of a redirect", () => {
    const redirected = { status: 302, headers: { location: "/setup?next=\u001b[2J/" }, body: "" };
    assert.equal(
      judge(redirected),
      `/login/ has status 302 to "/setup?next= [2J/", not 200; it says nothing`,
    );
  });

  it("refuses another version than the declared one, in the page or in a header", () => {
    assert.match(
      judge({ body: page.body.replace("2.1.0", "2.0.9") }) ?? "",
      /^\/login\/ does not contain "Version 2\.1\.0"; it says "/,
    );
    assert.match(
      judge({ headers: { "x-version": "v2.0.9" } }) ?? "",
      /should have "2\.1\.0" in its header x-version, which is "v2\.0\.9"/,
    );
    assert.match(judge({ headers: {} }) ?? "", /x-version, which is missing/);
  });

  it("refuses text that must not be there, also in what a reader does not see", () => {
    assert.match(judge({ body: `${page.body}<!-- Traceback -->` }) ?? "", /contains "Traceback"/);
  });

  it("refuses a readiness that is not 200, whatever its text says", () => {
    const ready = { path: "/ready", contains: [], absent: [], headers: {} };
    assert.match(judge({ status: 503, body: '{"status": "ok"}' }, ready) ?? "", /has status 503/);
  });

  it("shows the first 200 characters and none that steer a terminal", () => {
    const line = judge({ status: 404, body: `\u001b]0;x\u0007${"a".repeat(500)}` }) ?? "";
    assert.equal(/says (".*")$/.exec(line)?.[1], JSON.stringify(`]0;x ${"a".repeat(195)}`));
  });
});

describe("visible text", () => {
  it("leaves out scripts, styles, comments and tags, and reads entities", () => {
    const body =
      "<script>var a='<p>';</script><!-- <b>x</b> --><p>Prix&nbsp;: 3 &euro; &lt; 4&#8364;</p>";
    assert.equal(visibleText(body), "Prix : 3 &euro; < 4€");
  });

  it("takes a sign for less for text", () => {
    assert.equal(visibleText("<p>3 < 4</p> and <3"), "3 < 4 and <3");
  });

  // Quadratic time would be hours, which the limit of every test ends.
  for (const open of ["<script>", "<!--", "<a ", "< ", "&#"]) {
    it(`reads a megabyte of ${open}, which closes nothing`, () => {
      assert.ok(visibleText(open.repeat((1024 * 1024) / open.length)).length <= 1024 * 1024);
    });
  }
});

describe("reading curl's output", () => {
  const read = (text: string): SmokeAnswer | undefined => parseAnswer(Buffer.from(text));

  it("skips what comes before the answer and joins headers of one name", () => {
    const text =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 404 \r\nContent-Type: text/plain\r\nX-A: 1\r\nx-a: 2\r\n\r\nNot\r\n\r\nfound";
    assert.deepEqual(read(text), {
      status: 404,
      headers: { "content-type": "text/plain", "x-a": "1, 2" },
      body: "Not\r\n\r\nfound",
    });
  });

  it("finds no answer where there is none", () => {
    for (const text of ["", "HTTP/1.1 200 OK", "nonsense\r\n\r\n"]) {
      assert.equal(read(text), undefined, text);
    }
  });
});
