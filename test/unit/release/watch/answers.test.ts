import assert from "node:assert/strict";

import { AnswerCount } from "../../../../release/watch/answers";

const limits = { seconds: 60, errorRate: 0.1, minimumRequests: 10 };

function line(status: number, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    host: "exam.test",
    method: "GET",
    path: "/copies/",
    status,
    upstream_addr: "172.18.0.4:8000",
    upstream_status: String(status),
    ...changes,
  });
}

describe("counting a new release's answers", () => {
  let count: AnswerCount;

  beforeEach(() => {
    count = new AnswerCount("exam.test", new Set(["172.18.0.4", "172.18.0.5"]));
  });

  const seen = (): number[] => [count.answers, count.errors];

  it("counts answers of its containers, the last of several that were asked", () => {
    count.take(line(200));
    count.take(line(404));
    count.take(line(500));
    count.take(line(200, { upstream_addr: "172.18.0.9:8000, 172.18.0.5:8000" }));
    assert.deepEqual(seen(), [4, 1]);
  });

  it("does not count other sites, old containers, files and pages of the proxy", () => {
    count.take(line(500, { host: "shop.test" }));
    count.take(line(500, { upstream_addr: "172.18.0.9:8000" }));
    count.take(line(200, { upstream_addr: "", upstream_status: "" }));
    count.take(line(503, { upstream_addr: "", upstream_status: "" }));
    count.take("2026/01/01 10:00:00 [warn] not JSON");
    count.take("{broken");
    count.take(JSON.stringify({ host: "exam.test", status: "500" }));
    assert.deepEqual(seen(), [0, 0]);
  });

  it("counts the application's own 503, and errors because nobody was found", () => {
    count.take(line(503));
    count.take(line(502, { upstream_addr: "exam-web-2", upstream_status: "502" }));
    count.take(line(504, { upstream_addr: "", upstream_status: "" }));
    assert.deepEqual(seen(), [3, 3]);
  });

  it("is too much above the share and from the least number of answers on", () => {
    for (let taken = 0; taken < 9; taken += 1) count.take(line(500));
    assert.equal(count.exceeds(limits), false, "nine answers prove nothing");
    count.take(line(200));
    assert.equal(count.exceeds(limits), true);
    for (let taken = 0; taken < 80; taken += 1) count.take(line(200));
    assert.deepEqual(seen(), [90, 9]);
    assert.equal(count.exceeds(limits), false, "a tenth is not more than a tenth");
    count.take(line(500));
    assert.equal(count.exceeds(limits), true);
  });

  it("shows the most frequent errors", () => {
    for (const status of [500, 500, 502]) count.take(line(status));
    assert.deepEqual(count.examples(), ["2 × 500 GET /copies/", "1 × 502 GET /copies/"]);
  });
});
